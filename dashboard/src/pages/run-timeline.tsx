import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Call, RunAction, RunDetail } from '../api/schemas.ts';
import { formatDuration, isEnded } from '../format.ts';
import { messages } from '../messages.ts';

const text = messages.run;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The actions one below the other, each with a bar from its beginning to its end on one axis of time: what ran at once stands side by side. */
export function RunTimeline({ run }: { readonly run: RunDetail }) {
  const { actions } = run;
  // Of what still goes on the end is the newest thing known, so that drawing needs no clock.
  const newest = Math.max(0, ...actions.flatMap(timesOf));
  const now = isEnded(run.state) ? newest : Math.max(newest, Date.parse(run.createdAt));
  const spans = actions.map((action) => spanOf(action, now));
  const known = spans.filter((span) => span !== undefined);
  if (known.length === 0) return <p className="faint">{text.none}</p>;
  const whole = { start: Math.min(...known.map(({ start }) => start)), end: Math.max(...known.map(({ end }) => end)) };
  return (
    <div className="timeline">
      <Axis whole={whole} />
      <ol>
        {actions.map((action, index) => {
          const span = spans[index];
          const waitsFrom = waitOf(action, { actions, spans });
          return (
            <ActionRow
              key={`${index} ${action.name}`}
              action={action}
              span={span}
              whole={whole}
              waitsFrom={waitsFrom}
            />
          );
        })}
      </ol>
      <p className="legend">
        <span className="read">{text.legend.read}</span>
        <span className="write">{text.legend.write}</span>
        <span className="bad">{text.legend.failed}</span>
      </p>
    </div>
  );
}

function timesOf({ startedAt, endedAt, calls }: RunAction): number[] {
  const ends = calls.map((call) => Date.parse(call.startedAt) + (call.ms ?? 0));
  return [startedAt, endedAt].flatMap((time) => (time === undefined ? [] : [Date.parse(time)])).concat(ends);
}

function spanOf({ startedAt, endedAt, state }: RunAction, now: number): Span | undefined {
  if (startedAt === undefined || state === 'planned') return undefined;
  const start = Date.parse(startedAt);
  return { start, end: Math.max(start, endedAt === undefined ? now : Date.parse(endedAt)) };
}

interface All {
  readonly actions: readonly RunAction[];
  readonly spans: readonly (Span | undefined)[];
}

/** Since when an action could not begin for want of another: the start of the first that it waited for. */
function waitOf({ after }: RunAction, { actions, spans }: All): number | undefined {
  const starts = after.flatMap((name) => spans[actions.findIndex((one) => one.name === name)]?.start ?? []);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

const ticks = [0, 0.25, 0.5, 0.75, 1] as const;

function Axis({ whole: { start, end } }: { readonly whole: Span }) {
  return (
    <div className="axis" aria-hidden>
      {ticks.map((tick) => (
        <span key={tick} style={{ left: percent(tick) }}>
          {formatDuration((end - start) * tick)}
        </span>
      ))}
    </div>
  );
}

function percent(part: number): string {
  return `${(Math.min(1, Math.max(0, part)) * 100).toFixed(2)}%`;
}

interface RowProps {
  readonly action: RunAction;
  readonly span: Span | undefined;
  readonly whole: Span;
  readonly waitsFrom: number | undefined;
}

function ActionRow({ action, span, whole, waitsFrom }: RowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { state, error, calls } = action;
  const hasMore = calls.length > 0 || error !== undefined;
  return (
    <li className={`action ${state}`}>
      <button className="action-row" aria-expanded={isOpen} disabled={!hasMore} onClick={() => setIsOpen(!isOpen)}>
        <ActionName action={action} />
        <span className="lane">
          {span && waitsFrom !== undefined && <Wait from={waitsFrom} to={span.start} whole={whole} />}
          {span && <Bar span={span} whole={whole} calls={calls} state={state} />}
        </span>
        <span className="took">{tellTime(state, span)}</span>
      </button>
      {isOpen && <ActionMore action={action} />}
    </li>
  );
}

function tellTime(state: RunAction['state'], span: Span | undefined): string {
  if (!span) return text.planned;
  return state === 'running' ? text.running : formatDuration(span.end - span.start);
}

function ActionName({ action: { name, state, result, calls } }: { readonly action: RunAction }) {
  const tries = new Set(calls.map(({ tryNumber }) => tryNumber)).size;
  return (
    <span className="action-name">
      <ChevronRight aria-hidden size={14} className="chevron" />
      <span>
        {result ?? name}
        {state === 'failed' && <span className="hidden"> {text.failed}</span>}
        {tries > 1 && <span className="tries">{text.tries(tries)}</span>}
      </span>
    </span>
  );
}

function ActionMore({ action: { error, calls, state } }: { readonly action: RunAction }) {
  return (
    <div className="action-more">
      {error && (
        <p className="problem">
          {error.message} {error.hint}
        </p>
      )}
      {calls.length > 0 && <Calls calls={calls} state={state} />}
    </div>
  );
}

function place({ start, end }: Span, whole: Span): { left: string; width: string } {
  const length = Math.max(whole.end - whole.start, 1);
  const left = (start - whole.start) / length;
  return { left: percent(left), width: percent((end - start) / length) };
}

function Wait({ from, to, whole }: { readonly from: number; readonly to: number; readonly whole: Span }) {
  return <span className="wait" style={place({ start: from, end: Math.max(from, to) }, whole)} />;
}

interface BarProps {
  readonly span: Span;
  readonly whole: Span;
  readonly calls: readonly Call[];
  readonly state: RunAction['state'];
}

/** A bar with a mark for each call: a further try begins where a failed one ended. */
function Bar({ span, whole, calls, state }: BarProps) {
  return (
    <>
      <span className={`bar ${state}`} style={place(span, whole)} />
      {calls.map((call, index) => {
        const start = Date.parse(call.startedAt);
        const end = Math.min(start + (call.ms ?? 0), whole.end);
        return (
          <span
            key={`${index} ${call.startedAt}`}
            className={`call ${toneOf(call, state)}`}
            style={place({ start, end }, whole)}
          />
        );
      })}
    </>
  );
}

function toneOf({ status, isWrite }: Call, state: RunAction['state']): string {
  // That something is not there is an answer too.
  if (status === 404 && !isWrite && state !== 'failed') return 'read';
  if (status === undefined || status >= 400) return 'bad';
  return isWrite ? 'write' : 'read';
}

function Calls({ calls, state }: Pick<RunAction, 'calls' | 'state'>) {
  const { callColumns } = text;
  return (
    <table className="table calls">
      <thead>
        <tr>
          <th>{callColumns.call}</th>
          <th>{callColumns.status}</th>
          <th>{callColumns.time}</th>
          <th>{callColumns.attempt}</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call, index) => (
          <tr key={`${index} ${call.startedAt}`}>
            <td>
              <code>
                <b>{call.method}</b> {call.template}
              </code>
              {call.error && <span className="sub">{call.error}</span>}
            </td>
            <td className={toneOf(call, state)}>{call.status ?? text.noReply}</td>
            <td>{call.ms === undefined ? '' : formatDuration(call.ms)}</td>
            <td>{call.tryNumber + 1}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
