import type { z } from 'zod';
import type { JsonObject } from '../../base/json.ts';
import type { Role } from '../access-records.ts';
import type { AppContext } from '../app-env.ts';
import type { AnswerName } from './answers.ts';

/**
 * One operation of the API: what is registered, checked and described is this one record, so that the three cannot disagree. All answers
 * but the named one are problems (RFC 9457).
 */
export interface ApiRoute {
  readonly method: 'get' | 'post' | 'delete';
  /** Below `/api`, with `{name}` for what is given in the path. */
  readonly path: string;
  /** The least role that may ask. */
  readonly role: Role;
  readonly summary: string;
  /** What is promised, in a few sentences. */
  readonly description: string;
  /** The JSON body; none without one. */
  readonly body?: z.ZodType;
  /** The status of the answer that is no problem, what it holds, and the schema of its JSON. */
  readonly answer: { readonly status: 200 | 202 | 204; readonly holds: string; readonly schema?: AnswerName };
  readonly query?: readonly { readonly name: string; readonly about: string; readonly schema: JsonObject }[];
  readonly headers?: readonly { readonly name: string; readonly about: string }[];
  readonly example?: JsonObject;
  readonly handle: (c: AppContext, body: unknown) => Promise<Response>;
}
