import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { runQuery } from '../api/queries.ts';
import type { RunDetail } from '../api/schemas.ts';
import { describeCause, formatDuration, isEnded, nameOf } from '../format.ts';
import { messages } from '../messages.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Ago, Card, Conditions, Outside, Page, PlanLines, StatePill } from '../ui/parts.tsx';
import { RunActions } from './run-actions.tsx';
import { RunTimeline } from './run-timeline.tsx';

const route = getRouteApi('/runs/$id');
const text = messages.run;

/** One run: what it planned, did and does, and what can be done about it. */
export function RunPage() {
  const { id } = route.useParams();
  const { attempt } = route.useSearch();
  // What has begun changes step by step, more often than the list of changes tells.
  const query = useQuery({
    ...runQuery(id, attempt),
    refetchInterval: ({ state: { data } }) => (data !== undefined && !isEnded(data.state) ? stepMs : false),
  });
  return (
    <Loaded query={query}>
      {(run) => (
        <Page
          title={nameOf(run)}
          back={<Link to="/runs">{text.back}</Link>}
          lead={
            <span className="run-state">
              <StatePill state={run.state} /> {(run.error ? undefined : run.reason) ?? messages.meanings[run.state]}
            </span>
          }
          actions={<RunActions run={run} />}
        >
          <Facts run={run} />
          <Troubles run={run} />
          <Attempts run={run} />
          <Card title={text.timeline} text={text.timelineText}>
            <RunTimeline run={run} />
          </Card>
          {run.lines.length > 0 && (
            <Card title={text.plan}>
              <PlanLines lines={run.lines} />
            </Card>
          )}
        </Page>
      )}
    </Loaded>
  );
}

const stepMs = 700;

function Facts({ run }: { readonly run: RunDetail }) {
  const took = run.endedAt === undefined ? undefined : Date.parse(run.endedAt) - Date.parse(run.createdAt);
  return (
    <dl className="facts">
      <div>
        <dt>{messages.runs.blueprint}</dt>
        <dd>
          <Link to="/blueprints/$name" params={{ name: run.blueprint }}>
            {run.blueprint}
          </Link>
        </dd>
      </div>
      <div>
        <dt>{text.cause}</dt>
        <dd>
          {run.cause.kind === 'delivery' ? (
            <Link to="/deliveries">{describeCause(run.cause)}</Link>
          ) : (
            describeCause(run.cause)
          )}
        </dd>
      </div>
      <div>
        <dt>{text.started}</dt>
        <dd>
          <Ago time={run.createdAt} />
        </dd>
      </div>
      {took !== undefined && (
        <div>
          <dt>{text.took}</dt>
          <dd>{formatDuration(took)}</dd>
        </div>
      )}
      {run.room && (
        <div>
          <dt>{text.room}</dt>
          <dd>
            <Outside url={run.room.url}>{run.room.title}</Outside>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Troubles({ run: { error, remarks, conditions, keptMails } }: { readonly run: RunDetail }) {
  return (
    <>
      {error && (
        <div className="error-note" role="alert">
          <div>
            <p className="error-title">{error.message}</p>
            {error.hint && <p>{error.hint}</p>}
          </div>
        </div>
      )}
      {conditions.length > 0 && (
        <Card title={text.conditions}>
          <Conditions conditions={conditions} />
        </Card>
      )}
      {remarks.length > 0 && (
        <Card title={text.remarks} className="attention">
          <ul className="remarks">
            {remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </Card>
      )}
      {keptMails.map(({ to, subject, text: words }) => (
        <details key={`${to} ${subject}`} className="mail">
          <summary>{text.mails(subject, to)}</summary>
          <pre>{words}</pre>
        </details>
      ))}
    </>
  );
}

function Attempts({ run: { id, attempt, shownAttempt } }: { readonly run: RunDetail }) {
  if (attempt === 1) return null;
  // A run that waited long has many: the newest are enough.
  const shown = Array.from({ length: attempt }, (_, index) => index + 1).slice(-8);
  return (
    <nav className="segments attempts" aria-label={text.callColumns.attempt}>
      {shown.map((number) => (
        <Link
          key={number}
          to="/runs/$id"
          params={{ id }}
          search={number === attempt ? {} : { attempt: number }}
          aria-current={number === shownAttempt ? 'true' : undefined}
        >
          {text.attempt(number)}
        </Link>
      ))}
    </nav>
  );
}
