import * as z from 'zod';
import { createSandbox, type SandboxOptions } from '../../../sandbox/create-sandbox.ts';
import { demoIds } from '../../../sandbox/seed/demo-ids.ts';
import { Secret } from '../../../src/base/secret.ts';
import { createGovernor } from '../../../src/docspace/governor.ts';
import type { HttpClientOptions } from '../../../src/docspace/http-client.ts';
import { createPortal, type Portal } from '../../../src/docspace/portal.ts';

/** The envelope as it came, with everything in it. */
const Envelope = z.looseObject({
  response: z.unknown().optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  /** Empty when the body was. */
  readonly body: z.infer<typeof Envelope>;
}

export interface TestSandbox extends AsyncDisposable {
  readonly url: string;
  readonly ownerKey: string;
  readonly ids: typeof demoIds;
  /** A key of this account, unrestricted unless scopes are given. */
  keyOf(userId: string, permissions?: readonly string[]): Promise<string>;
  /** The client with this key; the owner's without one. */
  portal(key?: string, options?: Partial<HttpClientOptions>): Portal;
  /** A call that no client makes, `POST files/rooms` for example; with the owner's key unless another one is given. */
  raw(call: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>;
  /** A call of the control plane. */
  control(call: string, body?: unknown): Promise<unknown>;
}

/** The demo portal on a port of its own; it delivers at once. */
export async function startSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await createSandbox({ port: 0, seed: 'demo', deliveryPollMs: 0, ...options });

  async function control(call: string, body?: unknown): Promise<unknown> {
    const [method = 'GET', path = ''] = call.split(' ');
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${call}: ${JSON.stringify(answer)}`);
    return answer;
  }

  return {
    url: sandbox.url,
    ownerKey: sandbox.apiKey,
    ids: demoIds,
    control,
    async keyOf(userId, permissions = []) {
      return z.object({ key: z.string() }).parse(await control('POST keys', { userId, permissions })).key;
    },
    portal: (key = sandbox.apiKey, client = {}) =>
      createPortal({
        baseUrl: sandbox.url,
        apiKey: new Secret(key),
        governor: createGovernor(() => 'none'),
        ...client,
      }),
    async raw(call, body, headers = {}) {
      const [method = 'GET', path = ''] = call.split(' ');
      const response = await fetch(`${sandbox.url}/api/2.0/${path}`, {
        method,
        headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, text, body: Envelope.parse(text === '' ? {} : JSON.parse(text)) };
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
