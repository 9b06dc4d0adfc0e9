import { describeCause } from '../describe-cause.ts';
import { describeDuration } from '../describe-duration.ts';
import { describeSubject } from '../describe-subject.ts';
import type { CliParts } from '../parts.ts';
import type { Paint } from '../output.ts';
import type { KeptMail, RunAction, RunDetail, RunState, RunSummary } from '../../runs/run.ts';
import { renderTable, type Column } from './table.ts';

type States = CliParts['runStates'];

const marks: Record<RunAction['state'], string> = { planned: '○', running: '◐', done: '✓', failed: '✗' };
const actionTones = { planned: 'dim', running: 'blue', done: 'green', failed: 'red' } as const;

const columns: readonly Column[] = [
  { title: 'STATE' },
  { title: 'FOR', shrink: true },
  { title: 'BLUEPRINT', shrink: true },
  { title: 'ROOM', shrink: true, drop: true },
  { title: 'CAUSE', shrink: true, drop: true },
  { title: 'STARTED' },
  { title: 'RUN' },
];

/** A table of runs that fits `width`. Ids are never cut: they are what `runs show` takes. */
export function renderRuns(runs: readonly RunSummary[], width: number | undefined): string[] {
  const rows = runs.map((run) => [
    run.state,
    describeSubject(run),
    run.blueprint,
    run.room?.title ?? '-',
    describeCause(run.cause),
    formatTime(run.createdAt).slice(0, -3),
    run.id,
  ]);
  return renderTable(columns, rows, width);
}

/** A run with its timeline: when each action began, counted from the first, and how long it took. */
export function renderRun(run: RunDetail, states: States, paint: Paint): string[] {
  return [
    ...renderOutcome(run, states, paint),
    `${label('cause', paint)}${describeCause(run.cause)}`,
    `${label('started', paint)}${formatTime(run.createdAt)} UTC${describeLength(run)}`,
    `${label('attempt', paint)}${String(run.attempt)}`,
    ...(run.actions.length > 0 ? ['', ...renderTimeline(run.actions, paint)] : []),
    ...run.keptMails.flatMap((mail) => renderKeptMail(mail, paint)),
  ];
}

function renderKeptMail({ to, subject, text }: KeptMail, paint: Paint): string[] {
  const lines = text.trimEnd().split('\n');
  return ['', paint('dim', `mail that was not sent, to ${to}: ${subject}`), ...lines.map((line) => `  ${line}`)];
}

/** How a run came out: state, reason, room, remarks, error with its hint. */
export function renderOutcome(run: RunDetail, states: States, paint: Paint): string[] {
  const { error, room } = run;
  const why = error?.message ?? run.reason ?? states[run.state].meaning;
  return [
    `${paint(stateTone(run.state, states), run.state)}: ${run.blueprint} for ${describeSubject(run)}: ${why}`,
    ...(error?.hint === undefined ? [] : [`${label('hint', paint)}${error.hint}`]),
    ...(room ? [`${label('room', paint)}${room.title}${room.url === undefined ? '' : `  ${room.url}`}`] : []),
    ...run.remarks.map((remark) => `${label('remark', paint)}${remark}`),
    `${label('run', paint)}${run.id}`,
  ];
}

/** One action in a line: what it is, how long it took, what came of it. */
export function renderAction(action: RunAction, paint: Paint): string {
  const { state, name, result, error } = action;
  const outcome = error?.message ?? result;
  const took = findLength(action);
  return [
    paint(actionTones[state], marks[state]),
    name,
    ...(took === undefined ? [] : [paint('dim', `(${took})`)]),
    ...(outcome === undefined ? [] : [`- ${outcome}`]),
  ].join(' ');
}

function renderTimeline(actions: readonly RunAction[], paint: Paint): string[] {
  const begins = actions.flatMap(({ startedAt }) => (startedAt === undefined ? [] : Date.parse(startedAt)));
  const first = Math.min(...begins);
  return actions.map((action) => {
    const offset = action.startedAt === undefined ? '' : `+${describeDuration(Date.parse(action.startedAt) - first)}`;
    return `  ${paint('dim', offset.padStart(9))}  ${renderAction(action, paint)}`;
  });
}

function stateTone(state: RunState, states: States): 'green' | 'yellow' | 'red' | 'blue' {
  const { exitCode, ended } = states[state];
  if (!ended) return 'blue';
  if (exitCode === 0) return 'green';
  return exitCode === 1 ? 'red' : 'yellow';
}

function describeLength({ createdAt, endedAt }: RunDetail): string {
  return endedAt === undefined ? '' : `, took ${describeDuration(Date.parse(endedAt) - Date.parse(createdAt))}`;
}

function findLength({ startedAt, endedAt }: RunAction): string | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return describeDuration(Date.parse(endedAt) - Date.parse(startedAt));
}

function label(name: string, paint: Paint): string {
  return paint('dim', `  ${name}`.padEnd(11));
}

function formatTime(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}
