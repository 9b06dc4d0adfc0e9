import * as z from 'zod';
import { parseJson } from '../base/json.ts';

const text = z.string().trim().min(1);
const fieldErrors = z.record(z.string(), z.array(z.string()));

/** The server's own exceptions; DocSpace server, ResponseWrapper.cs. */
const ErrorEnvelope = z.object({ error: z.object({ message: text }) }).transform(({ error }) => error.message);

/** Failed validation comes in the envelope of a success. */
const ValidationEnvelope = z
  .object({ response: z.object({ errors: fieldErrors }) })
  .transform(({ response }) => joinErrors(response.errors));

/** ASP.NET's own answer, from before the portal's code. */
const ProblemDetails = z
  .object({ title: text, detail: text.optional(), errors: fieldErrors.optional() })
  .transform(({ title, detail, errors }) => (errors ? joinErrors(errors) : (detail ?? title)));

const Refusal = z.union([ErrorEnvelope, ValidationEnvelope, ProblemDetails]);

const longest = 300;

/** What the portal says about a failure, in its own words and its own language; undefined when the body says nothing. */
export function portalMessage(body: string): string | undefined {
  const message = Refusal.safeParse(parseJson(body)).data;
  return message
    ?.replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, longest)
    .toWellFormed();
}

function joinErrors(errors: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(errors)
    .map(([field, messages]) => `${field}: ${messages.join(' ')}`)
    .join('; ');
}
