import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { CalendarClock, SearchX, UserRoundCheck, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { guestsQuery } from '../api/queries.ts';
import { Nothing, RunSummary, type GuestAccess } from '../api/schemas.ts';
import { formatDay } from '../format.ts';
import { messages } from '../messages.ts';
import { nameLevel } from '../words.ts';
import { useMay } from '../session.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Field, SearchBox } from '../ui/fields.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Ago, Card, Empty, Page, Pill } from '../ui/parts.tsx';

const route = getRouteApi('/guests');
const text = messages.guests;

/** Who from outside has access where. */
export function GuestsPage() {
  const query = useQuery(guestsQuery);
  const { text: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const search = (value: string): void =>
    void navigate({ search: { text: value === '' ? undefined : value }, replace: true });
  return (
    <Page title={text.title} lead={text.lead}>
      <div className="filters" role="search">
        <SearchBox label={text.search} value={wanted ?? ''} onChange={search} />
      </div>
      <Card className="flush">
        <Loaded query={query}>
          {({ access }) => {
            const found = access.filter((one) => fits(one, wanted));
            if (found.length > 0) return <GuestTable access={found} />;
            if (wanted !== undefined) return <Empty icon={SearchX} title={messages.rooms.noMatch} />;
            return (
              <Empty icon={UserRoundCheck} title={text.none}>
                <p>{text.noneText}</p>
              </Empty>
            );
          }}
        </Loaded>
      </Card>
    </Page>
  );
}

function fits({ guest, room }: GuestAccess, wanted = ''): boolean {
  return `${guest.name} ${guest.email ?? ''} ${room.title}`.toLowerCase().includes(wanted.toLowerCase());
}

function GuestTable({ access }: { readonly access: readonly GuestAccess[] }) {
  const { columns } = text;
  return (
    <div className="table-wrap">
      <table className="table stack">
        <thead>
          <tr>
            <th>{columns.guest}</th>
            <th>{columns.room}</th>
            <th>{columns.since}</th>
            <th>{columns.until}</th>
            <th>
              <span className="hidden">{messages.settings.test}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {access.map((one) => (
            <GuestRow key={`${one.room.id} ${one.guest.id}`} access={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GuestRow({ access }: { readonly access: GuestAccess }) {
  const { guest, room, level } = access;
  const may = useMay('operator');
  return (
    <tr>
      <td>
        <strong>{guest.name}</strong> {guest.pending && <Pill tone="attention">{messages.rooms.pending}</Pill>}
        {guest.email !== guest.name && <span className="sub">{guest.email}</span>}
      </td>
      <td>
        <Link to="/rooms/$id" params={{ id: String(room.id) }}>
          {room.title}
        </Link>
        <span className="sub">{level && nameLevel(level)}</span>
      </td>
      <td className="faint nowrap">
        <Since access={access} />
      </td>
      <td className="nowrap">
        <Until access={access} />
      </td>
      <td className="row-actions">
        {may && (
          <>
            <ExtendButton access={access} />
            <RemoveButton access={access} />
          </>
        )}
      </td>
    </tr>
  );
}

function Since({ access: { since, runId } }: { readonly access: GuestAccess }) {
  if (since === undefined || runId === undefined) return text.byPerson;
  return (
    <Link to="/runs/$id" params={{ id: runId }} title={text.columns.run}>
      <Ago time={since} />
    </Link>
  );
}

function Until({ access: { until } }: { readonly access: GuestAccess }) {
  if (until !== undefined) return formatDay(until);
  return <span className="faint">{text.forever}</span>;
}

interface EntryProps {
  readonly access: GuestAccess;
}

function RemoveButton({ access: { guest, room, item, runId } }: EntryProps) {
  const navigate = useNavigate();
  return (
    <Confirm
      label={
        <>
          <UserRoundX aria-hidden size={15} /> {text.remove}
        </>
      }
      className="button small quiet"
      title={text.removeTitle(guest.name)}
      action={text.remove}
      isDanger
      onConfirm={async () => {
        const run = await ask(RunSummary, `/rooms/${room.id}/guests/remove`, { method: 'POST', body: { item } });
        await navigate({ to: '/runs/$id', params: { id: run.id } });
      }}
    >
      {runId === undefined && <p>{text.handText}</p>}
      <p>{text.removeText(room.title)}</p>
    </Confirm>
  );
}

const dayMs = 86_400_000;

function ExtendButton({ access: { guest, room, until, item, runId } }: EntryProps) {
  const client = useQueryClient();
  const [today] = useState(() => Date.now());
  const [day, setDay] = useState(() => dayOf(until === undefined ? today + 90 * dayMs : Date.parse(until) - 1));
  return (
    <Confirm
      label={
        <>
          <CalendarClock aria-hidden size={15} /> {text.extend}
        </>
      }
      className="button small quiet"
      title={text.extendTitle(guest.name)}
      action={text.save}
      isDisabled={day === ''}
      onConfirm={async () => {
        const end = new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString();
        await ask(Nothing, `/rooms/${room.id}/guests/extend`, { method: 'POST', body: { item, until: end } });
        await client.invalidateQueries({ queryKey: guestsQuery.queryKey });
      }}
    >
      {runId === undefined && <p>{text.handText}</p>}
      <Field label={text.lastDay} hint={text.extendText}>
        {(props) => (
          <input
            {...props}
            className="input"
            type="date"
            min={dayOf(today)}
            value={day}
            onChange={({ target }) => setDay(target.value)}
          />
        )}
      </Field>
    </Confirm>
  );
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
