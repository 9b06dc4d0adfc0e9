import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Inbox, Repeat2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { ask } from '../api/ask.ts';
import { deliveriesQuery, overviewQuery } from '../api/queries.ts';
import { RunSummary, type Delivery } from '../api/schemas.ts';
import { nameOf } from '../format.ts';
import { messages } from '../messages.ts';
import { useMay } from '../session.tsx';
import { ErrorNote, Loaded } from '../ui/loaded.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { Ago, Card, Conditions, Empty, Page, StatePill } from '../ui/parts.tsx';
import { useAct } from '../ui/use-act.ts';
import { CheckTile } from './overview-page.tsx';

const text = messages.deliveries;

/** What the portal told, and what came of it. */
export function DeliveriesPage() {
  const query = useInfiniteQuery(deliveriesQuery);
  const { data: overview } = useQuery(overviewQuery);
  const webhook = overview?.checks.filter(({ name }) => name === 'Webhook') ?? [];
  return (
    <Page title={text.title} lead={text.lead}>
      {webhook.length > 0 && (
        <ul className="checks">
          {webhook.map((check) => (
            <CheckTile key={check.name} check={check} />
          ))}
        </ul>
      )}
      <Card className="flush">
        <Loaded query={query}>
          {({ pages }) => {
            const deliveries = pages.flatMap((page) => page.deliveries);
            return deliveries.length > 0 ? (
              <ol className="deliveries">
                {deliveries.map((delivery) => (
                  <DeliveryLine key={delivery.id} delivery={delivery} />
                ))}
              </ol>
            ) : (
              <Empty icon={Inbox} title={text.none}>
                <p>{text.noneText}</p>
              </Empty>
            );
          }}
        </Loaded>
        <MoreButton query={query} />
      </Card>
    </Page>
  );
}

const Replayed = z.object({ runs: z.array(RunSummary) });

function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const { id, trigger, entityId, eventId, receivedAt } = delivery;
  const may = useMay('operator');
  const [said, setSaid] = useState('');
  const { act, error, isActing } = useAct();
  const replay = (): void =>
    act(
      () => ask(Replayed, `/deliveries/${id}/replay`, { method: 'POST' }),
      ({ runs }) => setSaid(text.replayed(runs.length)),
    );
  return (
    <li>
      <div className="spread">
        <div>
          <strong>{trigger}</strong>
          <span className="sub">
            {text.number(eventId)}, {text.of(entityId)}, <Ago time={receivedAt} />
          </span>
        </div>
        {may && (
          <button className="button small quiet" disabled={isActing} onClick={replay}>
            <Repeat2 aria-hidden size={15} /> {text.replay}
          </button>
        )}
      </div>
      <p className="said" role="status">
        {said}
      </p>
      {error && <ErrorNote error={error} />}
      <Outcome delivery={delivery} />
    </li>
  );
}

function Outcome({ delivery: { runs, state } }: { readonly delivery: Delivery }) {
  if (runs.length === 0) return <p className="faint">{state === 'stored' ? text.waiting : text.nothing}</p>;
  return (
    <ul className="outcomes">
      {runs.map((run) => (
        <li key={run.id}>
          <div className="spread">
            <Link to="/runs/$id" params={{ id: run.id }}>
              {run.blueprint}: {nameOf(run)}
            </Link>
            <StatePill state={run.state} />
          </div>
          {run.reason && <span className="sub">{run.reason}</span>}
          {run.conditions.length > 0 && <Conditions conditions={run.conditions} />}
        </li>
      ))}
    </ul>
  );
}
