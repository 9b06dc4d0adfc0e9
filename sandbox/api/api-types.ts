import type * as z from 'zod';
import type { ApiKey } from '../model/records.ts';
import type { View } from '../wire/view.ts';

/** What a handler gets. */
export interface ApiRequest extends View {
  /** The API key of the request, when it came with one. */
  key: ApiKey | undefined;
  /** The login token of the request, when it came with one. */
  token: string | undefined;
  method: string;
  /** Route parameters as texts. */
  params: Record<string, string>;
  query: URLSearchParams;
  url: string;
  /**
   * The body by a schema of wire/body.ts; throws the vendor's 400. Where the server's action takes the body as a part of
   * its model, refused fields are named with that part before them: `File.Title`.
   */
  body<S extends z.ZodType>(schema: S, part?: string): z.infer<S>;
  /** The body of an action that does without one: none at all is `{}`. */
  optionalBody<S extends z.ZodType>(schema: S): z.infer<S>;
  /** The body as it came, for uploads. */
  upload: { bytes: Uint8Array; header(name: string): string | undefined };
  /** The vendor's SetCount: `count` of the envelope. Without it: the list's length, else 1. */
  setCount(count: number): void;
  /** The vendor's SetTotalCount: `total` of the envelope. */
  setTotal(total: number): void;
  /** A status other than 200. 204 sends no body. */
  setStatus(status: number): void;
  /** A header of a successful answer. */
  setHeader(name: string, value: string): void;
}

/** One operation of the API. */
export interface ApiRoute {
  /** The vendor's operationId. */
  operation: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With Hono parameters: '/api/2.0/files/rooms/:id{[0-9]+}'. */
  path: string;
  /** 'skip': the scope check does not reach this operation. Otherwise the table of wire/scopes.ts decides. */
  scope?: 'skip';
  access: 'anonymous' | 'signed-in';
  effect: 'read' | 'write';
  /** May be asynchronous. `undefined` gives an envelope without `response`. A `Response` is sent as it is. */
  handler(request: ApiRequest): unknown;
}
