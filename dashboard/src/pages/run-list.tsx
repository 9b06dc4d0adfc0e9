import { Link } from '@tanstack/react-router';
import type { RunSummary } from '../api/schemas.ts';
import { describeCause, nameOf } from '../format.ts';
import { messages } from '../messages.ts';
import { Ago, Outside, StatePill } from '../ui/parts.tsx';

interface RunListProps {
  readonly runs: readonly RunSummary[];
  /** Leaves out what a narrow column has no room for. */
  readonly isShort?: boolean;
}

/** Runs one below the other; each leads to its page. */
export function RunList({ runs, isShort = false }: RunListProps) {
  if (isShort) return <ShortList runs={runs} />;
  const { columns } = messages.runs;
  return (
    <div className="table-wrap">
      <table className="table stack">
        <thead>
          <tr>
            <th>{columns.state}</th>
            <th>{columns.subject}</th>
            <th>{columns.room}</th>
            <th>{columns.cause}</th>
            <th>{columns.when}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ run }: { readonly run: RunSummary }) {
  const { id, state, blueprint, room, cause, createdAt, reason } = run;
  return (
    <tr>
      <td className="nowrap">
        <StatePill state={state} />
      </td>
      <td>
        <Link to="/runs/$id" params={{ id }} className="strong row-link">
          {nameOf(run)}
        </Link>
        <span className="sub">
          {blueprint}
          {reason && `: ${reason}`}
        </span>
      </td>
      <td>
        {room ? <Outside url={room.url}>{room.title}</Outside> : <span className="none">{messages.common.empty}</span>}
      </td>
      <td className="faint">{describeCause(cause)}</td>
      <td className="faint nowrap">
        <Ago time={createdAt} />
      </td>
    </tr>
  );
}

function ShortList({ runs }: RunListProps) {
  return (
    <ul className="list">
      {runs.map((run) => (
        <li key={run.id}>
          <div className="spread">
            <Link to="/runs/$id" params={{ id: run.id }} className="strong">
              {nameOf(run)}
            </Link>
            <StatePill state={run.state} />
          </div>
          <span className="faint">
            {run.blueprint}, <Ago time={run.createdAt} />
            {run.reason && `: ${run.reason}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
