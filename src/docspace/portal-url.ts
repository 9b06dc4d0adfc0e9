import { AppError } from '../base/errors.ts';
import type { PortalCall } from './portal-call.ts';

/** The address of a call. Throws `invalid-input` for an id that is neither a whole number nor a guid: it could name another call. */
export function writeUrl(baseUrl: string, call: PortalCall<unknown>): URL {
  const path = call.template.replaceAll(/\{(\w+)\}/g, (_, name: string) => writeId(call, call.ids?.[name]));
  const url = new URL(`api/2.0/${path}`, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, String(value));
  return url;
}

const idForm = /^(?:\d{1,15}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

function writeId({ intent, method, template }: PortalCall<unknown>, id: string | number | undefined): string {
  const text = String(id);
  if (idForm.test(text)) return text;
  throw new AppError('invalid-input', `Could not ${intent}: that is no id of the portal`, {
    hint: 'People and groups have a guid as id, rooms, folders and files a whole number.',
    details: { method, template, effect: 'none' },
  });
}
