import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Archive, Check, GitCompareArrows, Wrench } from 'lucide-react';
import { ask } from '../api/ask.ts';
import { roomQuery, runsQuery } from '../api/queries.ts';
import { RoomCheck, RunSummary, type PlanLine, type RoomDetail } from '../api/schemas.ts';
import { nameOf } from '../format.ts';
import { messages } from '../messages.ts';
import { useMay } from '../session.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorNote, Loaded } from '../ui/loaded.tsx';
import { Ago, Card, Outside, Page, PlanLines } from '../ui/parts.tsx';
import { useAct } from '../ui/use-act.ts';
import { RoomLinksCard } from './room-links.tsx';
import { RoomMembers } from './room-members.tsx';
import { RoomStanding } from './rooms-page.tsx';
import { RunList } from './run-list.tsx';

const route = getRouteApi('/rooms/$id');
const text = messages.rooms;

/** A kept room: who is in it, how it compares with its blueprint, and what runs did with it. */
export function RoomPage() {
  const { id } = route.useParams();
  const query = useQuery(roomQuery(id));
  const may = useMay('operator');
  return (
    <Loaded query={query}>
      {(room) => (
        <Page
          title={room.title}
          back={<Link to="/rooms">{text.back}</Link>}
          lead={<RoomStanding room={room} />}
          actions={
            <>
              <Outside url={room.url}>{messages.common.inPortal}</Outside>
              {may && room.state !== 'retired' && <ArchiveButton id={id} />}
            </>
          }
        >
          <Facts room={room} />
          {room.state !== 'retired' && <Drift room={room} id={id} />}
          <RoomMembers members={room.members} />
          {may && <RoomLinksCard id={id} />}
          <Runs id={Number(id)} />
        </Page>
      )}
    </Loaded>
  );
}

function Facts({ room }: { readonly room: RoomDetail }) {
  return (
    <dl className="facts">
      <div>
        <dt>{text.columns.blueprint}</dt>
        <dd>
          <Link to="/blueprints/$name" params={{ name: room.blueprint }}>
            {room.blueprint}
          </Link>
        </dd>
      </div>
      <div>
        <dt>{messages.run.subject}</dt>
        <dd>{nameOf(room)}</dd>
      </div>
      <div>
        <dt>{text.columns.made}</dt>
        <dd>
          <Link to="/runs/$id" params={{ id: room.runId }}>
            <Ago time={room.madeAt} />
          </Link>
        </dd>
      </div>
    </dl>
  );
}

function ArchiveButton({ id }: { readonly id: string }) {
  const navigate = useNavigate();
  return (
    <Confirm
      label={
        <>
          <Archive aria-hidden size={16} /> {text.archive}
        </>
      }
      title={text.archiveTitle}
      action={text.archiveDo}
      isDanger
      onConfirm={async () => {
        const run = await ask(RunSummary, `/rooms/${id}/archive`, { method: 'POST', body: {} });
        await navigate({ to: '/runs/$id', params: { id: run.id } });
      }}
    >
      <p>{text.archiveText}</p>
    </Confirm>
  );
}

interface DriftProps {
  readonly room: RoomDetail;
  readonly id: string;
}

/** Comparing only reads; setting right is a run of its own. */
function Drift({ room: { drift }, id }: DriftProps) {
  const may = useMay('operator');
  const client = useQueryClient();
  const { act, error, isActing } = useAct();
  const isDrifted = drift !== undefined && drift.length > 0;
  const check = (): void =>
    act(
      () => ask(RoomCheck, `/rooms/${id}/check`, { method: 'POST' }),
      () => void client.invalidateQueries({ queryKey: ['rooms'] }),
    );
  const buttons = may && (
    <>
      <button className="button" disabled={isActing} onClick={check}>
        <GitCompareArrows aria-hidden size={16} /> {text.check}
      </button>
      {isDrifted && <FixButton id={id} drift={drift} />}
    </>
  );
  return (
    <Card title={text.drift} {...(isDrifted ? { text: text.driftLead } : {})} actions={buttons}>
      {error && <ErrorNote error={error} />}
      <DriftLines drift={drift} />
    </Card>
  );
}

function DriftLines({ drift }: Pick<RoomDetail, 'drift'>) {
  if (drift === undefined) return <p className="faint">{text.unchecked}</p>;
  if (drift.length > 0) return <PlanLines lines={drift} />;
  return (
    <p className="ok">
      <Check aria-hidden size={16} /> {text.inOrder}
    </p>
  );
}

function FixButton({ id, drift }: { readonly id: string; readonly drift: readonly PlanLine[] }) {
  const navigate = useNavigate();
  return (
    <Confirm
      label={
        <>
          <Wrench aria-hidden size={16} /> {text.fix}
        </>
      }
      className="button primary"
      title={text.fixTitle}
      action={text.fix}
      onConfirm={async () => {
        const run = await ask(RunSummary, `/rooms/${id}/fix`, { method: 'POST' });
        await navigate({ to: '/runs/$id', params: { id: run.id } });
      }}
    >
      <PlanLines lines={drift} />
    </Confirm>
  );
}

function Runs({ id }: { readonly id: number }) {
  const query = useInfiniteQuery(runsQuery({ roomId: id }, 20));
  return (
    <Card title={text.runs} className="flush">
      <Loaded query={query}>{({ pages }) => <RunList runs={pages.flatMap((page) => page.runs)} />}</Loaded>
    </Card>
  );
}
