import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { batchQuery } from '../api/queries.ts';
import { RunState, type BatchDetail, type BatchRow } from '../api/schemas.ts';
import { formatTime, tones } from '../format.ts';
import { messages } from '../messages.ts';
import { Choice } from '../ui/fields.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Card, Outside, Page, Pill, StatePill } from '../ui/parts.tsx';
import { BatchProgress } from './batch-progress.tsx';
import { basePath } from '../api/base-path.ts';

const route = getRouteApi('/batches/$id');
const text = messages.csv;

/** A CSV file under way: what came of each row. */
export function BatchPage() {
  const { id } = route.useParams();
  const query = useQuery(batchQuery(id));
  return (
    <Loaded query={query}>
      {(batch) => (
        <Page
          title={batch.file}
          lead={`${messages.causes.person(batch.who)}, ${formatTime(batch.createdAt)}`}
          back={
            <Link to="/blueprints/$name" params={{ name: batch.blueprint }}>
              {batch.blueprint}
            </Link>
          }
          actions={
            <a className="button" href={`${basePath}/api/batches/${id}/result`} download>
              <Download aria-hidden size={16} /> {text.download}
            </a>
          }
        >
          <Card>
            <BatchProgress batch={batch} />
          </Card>
          <Rows batch={batch} />
        </Page>
      )}
    </Loaded>
  );
}

/** So many rows are drawn; all of them stand in the results. */
const mostShown = 500;

function Rows({ batch: { rows, headings } }: { readonly batch: BatchDetail }) {
  const [shown, setShown] = useState('all');
  const picked = rows.filter((row) => shown === 'all' || row.state === 'refused' || row.state === 'failed');
  const filter = (
    <Choice
      label={text.only}
      value={shown}
      choices={[
        ['all', text.shown.all],
        ['failed', text.shown.failed],
      ]}
      onChange={setShown}
    />
  );
  return (
    <Card title={text.rows} actions={filter} className="flush">
      <div className="table-wrap" tabIndex={0} role="region" aria-label={text.rows}>
        <table className="table sheet">
          <thead>
            <tr>
              <th>{text.line}</th>
              <th>{messages.runs.state}</th>
              <th>{text.result}</th>
              {headings.map((heading) => (
                <th key={heading}>{heading}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {picked.slice(0, mostShown).map((row) => (
              <Row key={row.row} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ row: { line, state, runId, reason, room, cells } }: { readonly row: BatchRow }) {
  const run = RunState.safeParse(state);
  return (
    <tr>
      <td>{line}</td>
      <td className="nowrap">
        {run.success ? (
          <StatePill state={run.data} />
        ) : (
          <Pill tone={state === 'refused' ? 'bad' : tones.queued}>
            {state === 'refused' ? messages.rowStates.refused : messages.rowStates['not-started']}
          </Pill>
        )}
      </td>
      <td>
        {room && <Outside url={room.url}>{room.title}</Outside>} {!room && reason}{' '}
        {runId && (
          <Link to="/runs/$id" params={{ id: runId }} className="faint">
            {messages.guests.columns.run}
          </Link>
        )}
      </td>
      {cells.map((cell, index) => (
        <td key={`${index} ${cell}`}>{cell}</td>
      ))}
    </tr>
  );
}
