import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { DoorOpen, SearchX } from 'lucide-react';
import { blueprintsQuery, roomsQuery } from '../api/queries.ts';
import type { KeptRoom } from '../api/schemas.ts';
import { nameOf } from '../format.ts';
import { messages } from '../messages.ts';
import { Choice, SearchBox } from '../ui/fields.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { Ago, Card, Empty, Page, Pill } from '../ui/parts.tsx';

const route = getRouteApi('/rooms');
const text = messages.rooms;

/** Every room that a blueprint keeps. */
export function RoomsPage() {
  const search = route.useSearch();
  const query = useInfiniteQuery(roomsQuery(search));
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <Page title={text.title} lead={text.lead}>
      <Filters />
      <Card className="flush">
        <Loaded query={query}>
          {({ pages }) => {
            const rooms = pages.flatMap((page) => page.rooms);
            if (rooms.length > 0) return <RoomTable rooms={rooms} />;
            return isFiltered ? (
              <Empty icon={SearchX} title={text.noMatch} />
            ) : (
              <Empty icon={DoorOpen} title={text.none}>
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

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery(blueprintsQuery);
  const set = (name: keyof typeof search) => (value: string) =>
    void navigate({ search: { ...search, [name]: value === '' ? undefined : value }, replace: true });
  const names = data?.blueprints.filter(({ kind }) => kind === 'Room').map(({ name }) => name) ?? [];
  const { all } = messages.common;
  return (
    <div className="filters" role="search">
      <Choice
        label={messages.runs.blueprint}
        value={search.blueprint ?? ''}
        choices={[['', all], ...names.map((name) => [name, name] as const)]}
        onChange={set('blueprint')}
      />
      <Choice
        label={messages.runs.state}
        value={search.state ?? ''}
        choices={[
          ['', all],
          ...(['complete', 'making', 'retired'] as const).map((one) => [one, text.states[one]] as const),
        ]}
        onChange={set('state')}
      />
      <SearchBox label={text.search} value={search.text ?? ''} onChange={set('text')} />
    </div>
  );
}

function RoomTable({ rooms }: { readonly rooms: readonly KeptRoom[] }) {
  const { columns } = text;
  return (
    <div className="table-wrap">
      <table className="table stack">
        <thead>
          <tr>
            <th>{columns.room}</th>
            <th>{columns.blueprint}</th>
            <th>{columns.check}</th>
            <th>{columns.made}</th>
          </tr>
        </thead>
        <tbody>
          {rooms.map((room) => (
            <tr key={room.id}>
              <td>
                {room.roomId === undefined ? (
                  <strong>{room.title}</strong>
                ) : (
                  <Link to="/rooms/$id" params={{ id: String(room.roomId) }} className="strong">
                    {room.title}
                  </Link>
                )}
                <span className="sub">{nameOf(room)}</span>
              </td>
              <td>{room.blueprint}</td>
              <td>
                <RoomStanding room={room} />
              </td>
              <td className="faint nowrap">
                <Ago time={room.madeAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whether the room is as its blueprint says, as far as that is known. */
export function RoomStanding({ room: { state, checkedAt, drift } }: { readonly room: KeptRoom }) {
  if (state !== 'complete') return <Pill tone={state === 'making' ? 'busy' : 'still'}>{text.states[state]}</Pill>;
  if (checkedAt === undefined || drift === undefined) return <span className="faint">{text.unchecked}</span>;
  const changes = drift.filter(({ mark, depth }) => mark !== '=' && depth > 0).length;
  return (
    <>
      <Pill tone={drift.length === 0 ? 'good' : 'attention'}>
        {drift.length === 0 ? text.inOrder : text.drifted(Math.max(changes, 1))}
      </Pill>{' '}
      <span className="faint">
        <Ago time={checkedAt} />
      </span>
    </>
  );
}
