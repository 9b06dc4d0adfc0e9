import * as z from 'zod';
import { createSandbox, type Sandbox, type SandboxOptions } from '../create-sandbox.ts';

/** An answer over HTTP, its JSON parsed; `{}` for one without a body. */
interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown>;
}

export interface TestSandbox extends AsyncDisposable {
  sandbox: Sandbox;
  /** A call of the API as the portal's owner, or with another key. */
  api: (operation: string, body?: unknown, key?: string) => Promise<HttpAnswer>;
  /** A call of the control plane. */
  control: (operation: string, body?: unknown) => Promise<HttpAnswer>;
  /** A key of somebody by e-mail. */
  keyOf: (email: string) => Promise<string>;
}

/** A running sandbox for one test, over HTTP. */
export async function aSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await createSandbox(options);

  async function send(url: string, operation: string, init: RequestInit): Promise<HttpAnswer> {
    const [method = '', path = ''] = operation.split(' ');
    const response = await fetch(`${url}/${path}`, { ...init, method });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const json = isJson ? z.looseObject({}).parse(JSON.parse(text)) : {};
    return { status: response.status, headers: response.headers, text, json };
  }

  function withBody(body: unknown, headers: Record<string, string> = {}): RequestInit {
    return body === undefined
      ? { headers }
      : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }

  const control: TestSandbox['control'] = (operation, body) =>
    send(`${sandbox.url}/_sandbox`, operation, withBody(body));

  return {
    sandbox,
    control,
    api: (operation, body, key = sandbox.apiKey) =>
      send(`${sandbox.url}/api/2.0`, operation, withBody(body, { authorization: `Bearer ${key}` })),
    async keyOf(email) {
      return String((await control('POST keys', { email })).json['key']);
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
