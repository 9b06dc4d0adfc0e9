import * as z from 'zod';
import { createApi } from '../api/create-api.ts';
import { routes } from '../api/routes.ts';
import { createPortal, type Portal, type PortalEvent } from '../portal.ts';
import type { Account, AccountType } from './records.ts';
import { activationStatus, employeeStatus } from './records.ts';
import { createState, putAccount, putKey } from './state.ts';

/** An answer of the API, with its envelope already parsed. `json` is undefined for an empty body. */
export interface Answer {
  status: number;
  headers: Headers;
  bytes: Buffer;
  text: string;
  json: unknown;
}

export interface TestPortal {
  portal: Portal;
  events: PortalEvent[];
  /** Moves the clock. */
  wait: (ms: number) => void;
  /** Adds an active account, and a key for it. */
  person: (name: string, type: AccountType) => Account;
  /** One call as a person, by their key; anonymous without one. */
  call: (who: Account | undefined, operation: string, body?: unknown) => Promise<Answer>;
  /** One call with exactly these headers. */
  send: (operation: string, init: RequestInit) => Promise<Answer>;
}

const start = '2026-07-01T09:00:00.000Z';

/** A portal of its own for one test: an owner called "olga" with a key, a clock that stands still, recorded events. */
export function aPortal(operationMs = 0): TestPortal & { owner: Account } {
  let now = Date.parse(start);
  const events: PortalEvent[] = [];
  const portal = createPortal({
    state: createState(),
    clock: { now: () => new Date(now) },
    publish: (event) => events.push(event),
    operationMs,
  });
  const api = createApi(portal, routes);

  async function send(operation: string, init: RequestInit): Promise<Answer> {
    const [method = '', path = ''] = operation.split(' ');
    const url = `http://portal.test${path.startsWith('/') ? path : `/api/2.0/${path}`}`;
    const response = await api.request(url, { ...init, method });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString('utf8');
    const { status, headers } = response;
    const isJson = headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status, headers, bytes, text, json: isJson ? JSON.parse(text) : undefined };
  }

  function call(who: Account | undefined, operation: string, body?: unknown): Promise<Answer> {
    const headers = new Headers(who && { authorization: `Bearer ${keyOf(who)}` });
    if (body === undefined) return send(operation, { headers });
    headers.set('content-type', 'application/json');
    return send(operation, { headers, body: JSON.stringify(body) });
  }

  function person(name: string, type: AccountType): Account {
    const account: Account = {
      id: guidFor(portal.state.accounts.size + 1),
      firstName: name,
      lastName: 'Test',
      userName: name,
      email: `${name}@example.com`,
      password: `${name}-secret`,
      type,
      status: employeeStatus.active,
      activationStatus: activationStatus.activated,
      registrationDate: start,
      lastModified: start,
    };
    putAccount(portal.state, account);
    const key = { id: account.id, name, value: keyOf(account), permissions: [], ownerId: account.id };
    putKey(portal.state, { ...key, isActive: true, createdOn: start });
    return account;
  }

  return { portal, events, wait: (ms) => (now += ms), person, call, send, owner: person('olga', 'owner') };
}

const Identified = z.object({ response: z.object({ id: z.number() }) });
const Listed = z.object({ response: z.array(z.looseObject({})) });
const Single = z.object({ response: z.looseObject({}) });

/** The integer id of what an answer carries. */
export function idOf(answer: Answer): number {
  return Identified.parse(answer.json).response.id;
}

/** The list that an answer carries. */
export function listOf(answer: Answer): Record<string, unknown>[] {
  return Listed.parse(answer.json).response;
}

/** The object that an answer carries. */
export function responseOf(answer: Answer): Record<string, unknown> {
  return Single.parse(answer.json).response;
}

/** The API key that `person` made for an account. */
export function keyOf(account: Account): string {
  return `sk-${account.id.replaceAll('-', '').repeat(2)}`;
}

function guidFor(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
