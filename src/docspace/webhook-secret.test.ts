import { expect, it } from 'vitest';
import { makeWebhookSecret } from './webhook-secret.ts';

it('meets the strictest policy of a portal, and none is like another', () => {
  const made = Array.from({ length: 200 }, () => makeWebhookSecret().reveal());
  for (const secret of made) {
    expect(secret).toMatch(/^[!-~]{30}$/);
    for (const kind of [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/]) expect(secret).toMatch(kind);
    expect(secret).not.toContain(',');
  }
  expect(new Set(made).size).toBe(200);
});
