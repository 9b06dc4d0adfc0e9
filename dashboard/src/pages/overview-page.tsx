import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleX, DoorOpen, PartyPopper, Sparkles, TriangleAlert } from 'lucide-react';
import { limitsQuery, overviewQuery, roomsQuery, runsQuery } from '../api/queries.ts';
import type { Check, Overview } from '../api/schemas.ts';
import type { Limits } from '../api/settings-schemas.ts';
import { messages } from '../messages.ts';
import { useSession } from '../session.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Ago, Card, Empty, Outside, Page } from '../ui/parts.tsx';
import { RunChart } from './run-chart.tsx';
import { RunList } from './run-list.tsx';

const text = messages.overview;

/** Whether all is well, in five seconds. */
export function OverviewPage() {
  const query = useQuery(overviewQuery);
  const session = useSession();
  const isSandbox = session?.portal.kind === 'sandbox';
  return (
    <Page title={text.title} lead={isSandbox ? text.sandboxWorks : text.works(session?.portal.url ?? '')}>
      <Loaded query={query}>
        {(overview) => (
          <>
            <Health checks={overview.checks} />
            {Object.keys(overview.counts).length === 0 ? (
              <FirstSteps isSandbox={isSandbox} />
            ) : (
              <Activity overview={overview} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const icons = { good: CircleCheck, attention: TriangleAlert, bad: CircleX } as const;

/** How much of what the portal takes in a day is used, where a day has a limit. */
function budgetOf(limits: Limits | undefined): Check | undefined {
  if (!limits?.writes) return undefined;
  const { used, perDay } = limits.writes;
  const isNear = used > perDay * 0.9;
  const waits = limits.waitingRuns > 0 ? { hint: text.budgetWaits(limits.waitingRuns) } : {};
  return { name: text.budget, state: isNear ? 'attention' : 'good', text: text.budgetText(used, perDay), ...waits };
}

function Health({ checks }: { readonly checks: readonly Check[] }) {
  const budget = budgetOf(useQuery(limitsQuery).data);
  const [bad, attention] = [countOf(checks, 'bad'), countOf(checks, 'attention')];
  const state = bad > 0 ? 'bad' : attention > 0 ? 'attention' : 'good';
  const headline = { bad: text.bad(bad), attention: text.attention(attention), good: text.well }[state];
  const Icon = icons[state];
  return (
    <section className="health" aria-label={headline}>
      <h2 className={`headline ${state}`}>
        <Icon aria-hidden size={26} />
        {headline}
      </h2>
      <ul className="checks">
        {checks.map((check) => (
          <CheckTile key={check.name} check={check} />
        ))}
        {budget && <CheckTile check={budget} />}
      </ul>
    </section>
  );
}

function countOf(checks: readonly Check[], wanted: Check['state']): number {
  return checks.filter(({ state }) => state === wanted).length;
}

/** One thing that must work, with what to do where it does not. */
export function CheckTile({ check: { name, state, text: said, hint } }: { readonly check: Check }) {
  const Icon = icons[state];
  return (
    <li className={`check ${state}`}>
      <h3>
        <Icon aria-hidden size={16} />
        {name}
        <span className="hidden">{text.checkStates[state]}</span>
      </h3>
      <p>{said}</p>
      {hint && state !== 'good' && <p className="faint">{hint}</p>}
    </li>
  );
}

function FirstSteps({ isSandbox }: { readonly isSandbox: boolean }) {
  return (
    <Card>
      <Empty icon={Sparkles} title={text.firstTitle}>
        <p>{isSandbox ? text.firstSandbox : text.firstPortal}</p>
        <Link to="/blueprints" className="button">
          {text.firstAction}
        </Link>
      </Empty>
    </Card>
  );
}

function Activity({ overview }: { readonly overview: Overview }) {
  const { counts } = overview;
  const busy = (counts.queued ?? 0) + (counts.running ?? 0);
  return (
    <>
      <RunChart />
      <div className="columns">
        <WaitsForPerson />
        <LastRooms />
      </div>
      {busy > 0 && (
        <Card title={text.busy}>
          <Busy />
        </Card>
      )}
    </>
  );
}

const personStates = 'failed,needs-owner,done-with-remains,waiting';

function WaitsForPerson() {
  const query = useInfiniteQuery(runsQuery({ state: personStates }, 6));
  return (
    <Card title={text.person}>
      <Loaded query={query}>
        {({ pages: [first] }) =>
          first && first.runs.length > 0 ? (
            <RunList runs={first.runs} isShort />
          ) : (
            <Empty icon={PartyPopper} title={text.personEmpty} />
          )
        }
      </Loaded>
    </Card>
  );
}

function Busy() {
  const query = useInfiniteQuery(runsQuery({ state: 'queued,running' }, 6));
  return <Loaded query={query}>{({ pages: [first] }) => <RunList runs={first?.runs ?? []} isShort />}</Loaded>;
}

function LastRooms() {
  const query = useInfiniteQuery(roomsQuery({}, 6));
  return (
    <Card title={text.rooms}>
      <Loaded query={query}>
        {({ pages: [first] }) =>
          first && first.rooms.length > 0 ? (
            <ul className="list">
              {first.rooms.map((room) => (
                <li key={room.id}>
                  {room.roomId === undefined ? (
                    <strong>{room.title}</strong>
                  ) : (
                    <Link to="/rooms/$id" params={{ id: String(room.roomId) }} className="strong">
                      {room.title}
                    </Link>
                  )}
                  <span className="faint">
                    {room.blueprint}, <Ago time={room.madeAt} />
                    {room.url && (
                      <>
                        {', '}
                        <Outside url={room.url}>{messages.common.inPortal.toLowerCase()}</Outside>
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <Empty icon={DoorOpen} title={text.noRooms}>
              <p>{text.noRoomsText}</p>
            </Empty>
          )
        }
      </Loaded>
    </Card>
  );
}
