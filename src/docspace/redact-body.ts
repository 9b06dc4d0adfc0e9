import type { Json } from '../base/json.ts';

const secretName = /password|secret|token|key|link|authorization/i;
const longestText = 200;

/** What was sent, as it may be kept: values under names that speak of secrets are left out, long texts are cut. */
export function redactBody(body: Json): Json {
  if (isList(body)) return body.map((one) => redactBody(one));
  if (typeof body === 'string') return body.length > longestText ? `${body.slice(0, longestText)}…` : body;
  if (body === null || typeof body !== 'object') return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, isShown(name, value) ? redactBody(value) : '[secret]']),
  );
}

/** A number or a flag such as `linkType` tells nothing. */
function isShown(name: string, value: Json): boolean {
  return !secretName.test(name) || typeof value === 'number' || typeof value === 'boolean' || value === null;
}

/** Unlike `Array.isArray`, it keeps the type of what is in the list. */
function isList(body: Json): body is readonly Json[] {
  return Array.isArray(body);
}
