import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import * as z from 'zod';
import { StartError } from '../start-error.ts';
import { describeFailure, PortalError } from '../wire/portal-error.ts';
import type { ApiAnswer } from './call-as-owner.ts';

/** The body by a schema. Throws what `refuse` knows. */
export async function readJson<S extends z.ZodType>(context: Context, schema: S): Promise<z.infer<S>> {
  return schema.parse(await context.req.json());
}

/** What is answered when there is nothing to say. */
export function done(context: Context): Response {
  return context.json({ done: true });
}

/** The address of an operation of the API. */
export function apiUrl(context: Context, path: string): string {
  return new URL(`/api/2.0/${path}`, context.req.url).href;
}

/** `{ error }` for anything that was thrown, with the status that the API would have. */
export function refuse(context: Context, error: Error): Response {
  if (error instanceof PortalError)
    return context.json({ error: error.message }, refusalStatus(describeFailure(error).status));
  const isRequestAtFault = error instanceof z.ZodError || error instanceof SyntaxError || error instanceof StartError;
  const text = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
  return context.json({ error: text }, isRequestAtFault ? 400 : 500);
}

/** Hands on what the API said: its `response` alone when it went well, else the vendor's words for the refusal. */
export function pass(context: Context, answer: ApiAnswer): Response {
  const { response, error } = z
    .looseObject({ response: z.unknown().optional(), error: z.object({ message: z.string() }).optional() })
    .parse(answer.body);
  if (answer.status === 200) return context.json(response ?? {});
  const text = error?.message ?? JSON.stringify(response ?? answer.body);
  return context.json({ error: text }, refusalStatus(answer.status));
}

function refusalStatus(status: number): ContentfulStatusCode {
  const known = [400, 401, 402, 403, 404, 415, 501] as const;
  return known.find((candidate) => candidate === status) ?? 500;
}
