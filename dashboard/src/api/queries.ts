import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask, queryOf } from './ask.ts';
import { BlueprintDetail, Blueprints } from './blueprint-schemas.ts';
import {
  BatchDetail,
  Batches,
  Chart,
  DeliveryPage,
  Guests,
  Overview,
  RoomDetail,
  RoomLinks,
  RoomPage,
  RunDetail,
  RunPage,
  Search,
  Session,
  UndoPlan,
} from './schemas.ts';
import { Audit, Connectors, Doctor, Limits, Tokens } from './settings-schemas.ts';

/** The first part of each key is the kind of thing that the service says has changed. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => ask(Session, '/session'),
  staleTime: Infinity,
});

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => ask(Overview, '/overview'),
  refetchInterval: 20_000,
});

export interface ChartSpan {
  readonly piece: 'hour' | 'day';
  readonly pieces: number;
}

export function chartQuery({ piece, pieces }: ChartSpan) {
  return queryOptions({
    queryKey: ['runs', 'chart', piece, pieces],
    queryFn: () => ask(Chart, `/overview/chart${queryOf({ piece, pieces })}`),
  });
}

export interface RunFilters {
  readonly state?: string | undefined;
  readonly blueprint?: string | undefined;
  readonly subject?: string | undefined;
  readonly since?: string | undefined;
  readonly roomId?: number | undefined;
}

export function runsQuery(filters: RunFilters, limit = 40) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'list', filters, limit],
    queryFn: ({ pageParam }) => ask(RunPage, `/runs${queryOf({ ...filters, limit, before: pageParam })}`),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

export function runQuery(id: string, attempt?: number) {
  return queryOptions({
    queryKey: ['runs', 'one', id, attempt],
    queryFn: () => ask(RunDetail, `/runs/${id}${queryOf({ attempt })}`),
  });
}

export function undoQuery(id: string, deletes: boolean) {
  return queryOptions({
    queryKey: ['undo', id, deletes],
    queryFn: () => ask(UndoPlan, `/runs/${id}/undo${deletes ? '?delete=true' : ''}`),
    staleTime: 0,
    gcTime: 0,
  });
}

export const blueprintsQuery = queryOptions({
  queryKey: ['blueprints'],
  queryFn: () => ask(Blueprints, '/blueprints'),
});

export function blueprintQuery(name: string) {
  return queryOptions({
    queryKey: ['blueprints', name],
    queryFn: () => ask(BlueprintDetail, `/blueprints/${encodeURIComponent(name)}`),
  });
}

export interface RoomFilters {
  readonly blueprint?: string | undefined;
  readonly state?: string | undefined;
  readonly text?: string | undefined;
}

export function roomsQuery(filters: RoomFilters, limit = 40) {
  return infiniteQueryOptions({
    queryKey: ['rooms', 'list', filters, limit],
    queryFn: ({ pageParam }) =>
      ask(RoomPage, `/rooms${queryOf({ ...filters, limit, before: pageParam || undefined })}`),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
}

export function roomQuery(id: string) {
  return queryOptions({ queryKey: ['rooms', 'one', id], queryFn: () => ask(RoomDetail, `/rooms/${id}`) });
}

export function roomLinksQuery(id: string) {
  return queryOptions({ queryKey: ['rooms', 'links', id], queryFn: () => ask(RoomLinks, `/rooms/${id}/links`) });
}

export const guestsQuery = queryOptions({ queryKey: ['rooms', 'guests'], queryFn: () => ask(Guests, '/guests') });

export const deliveriesQuery = infiniteQueryOptions({
  queryKey: ['deliveries'],
  queryFn: ({ pageParam }) => ask(DeliveryPage, `/deliveries${queryOf({ limit: 30, before: pageParam })}`),
  initialPageParam: '',
  getNextPageParam: ({ next }) => next,
});

export const batchesQuery = queryOptions({ queryKey: ['batches'], queryFn: () => ask(Batches, '/batches') });

export function batchQuery(id: string) {
  return queryOptions({ queryKey: ['batches', id], queryFn: () => ask(BatchDetail, `/batches/${id}`) });
}

export const connectorsQuery = queryOptions({
  queryKey: ['settings', 'connectors'],
  queryFn: () => ask(Connectors, '/connectors'),
});

export const tokensQuery = queryOptions({ queryKey: ['settings', 'tokens'], queryFn: () => ask(Tokens, '/tokens') });

export const auditQuery = queryOptions({
  queryKey: ['audit'],
  queryFn: () => ask(Audit, '/audit?newest=true&limit=60'),
});

export function searchQuery(what: 'people' | 'groups', text: string) {
  return queryOptions({
    queryKey: ['search', what, text],
    queryFn: () => ask(Search, `/search/${what}${queryOf({ text })}`),
    staleTime: 30_000,
  });
}

export const doctorQuery = queryOptions({
  queryKey: ['doctor'],
  queryFn: () => ask(Doctor, '/doctor'),
  staleTime: 60_000,
});

export const limitsQuery = queryOptions({
  queryKey: ['overview', 'limits'],
  queryFn: () => ask(Limits, '/limits'),
  refetchInterval: 30_000,
});
