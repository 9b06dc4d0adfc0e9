import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { auditQuery } from '../api/queries.ts';
import type { AuditEntry } from '../api/settings-schemas.ts';
import { describeCause } from '../format.ts';
import { messages } from '../messages.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Ago, Card } from '../ui/parts.tsx';
import { basePath } from '../api/base-path.ts';

const text = messages.settings;

/** The newest of the audit, and all of it as a file. */
export function AuditCard() {
  const query = useQuery({ ...auditQuery, refetchInterval: 15_000 });
  const exports = (
    <>
      <a className="button small" href={`${basePath}/api/audit?format=csv`} download>
        <Download aria-hidden size={14} /> {text.exportCsv}
      </a>
      <a className="button small quiet" href={`${basePath}/api/audit?format=jsonl`} download>
        {text.exportJson}
      </a>
    </>
  );
  return (
    <Card title={text.audit} text={text.auditText} actions={exports} className="flush">
      <Loaded query={query}>
        {({ entries }) =>
          entries.length === 0 ? (
            <p className="faint padded">{text.noAudit}</p>
          ) : (
            <AuditTable entries={entries.toReversed()} />
          )
        }
      </Loaded>
    </Card>
  );
}

function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { auditColumns } = text;
  return (
    <div className="table-wrap scroll" tabIndex={0} role="region" aria-label={text.audit}>
      <table className="table stack">
        <thead>
          <tr>
            <th>{auditColumns.at}</th>
            <th>{auditColumns.what}</th>
            <th>{auditColumns.cause}</th>
            <th>{auditColumns.about}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, at, what, cause, runId, blueprint, detail }) => (
            <tr key={id}>
              <td className="faint nowrap">
                <Ago time={at} />
              </td>
              <td>
                {what}
                {detail && <span className="sub">{detail}</span>}
              </td>
              <td className="faint">{cause && describeCause(cause)}</td>
              <td>
                {runId ? (
                  <Link to="/runs/$id" params={{ id: runId }}>
                    {blueprint ?? messages.guests.columns.run}
                  </Link>
                ) : (
                  <span className="none" />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
