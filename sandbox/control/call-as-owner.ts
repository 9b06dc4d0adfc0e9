import type { World } from '../create-world.ts';

/** What the API answered. */
export interface ApiAnswer {
  status: number;
  body: unknown;
}

/** Makes an API call as the portal's owner would from the product's pages: not logged, not slowed, without faults. */
export async function callAsOwner(
  world: World,
  call: { method: 'POST' | 'PUT'; url: string; body: unknown },
): Promise<ApiAnswer> {
  const response = await world.api.request(call.url, {
    method: call.method,
    headers: { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(call.body),
  });
  const text = await response.text();
  world.changed();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}
