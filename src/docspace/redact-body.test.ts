import { expect, it } from 'vitest';
import { redactBody } from './redact-body.ts';

it('leaves out what stands under a name that speaks of a secret, however deep, and keeps what tells nothing', () => {
  const body = {
    title: 'Acme',
    password: 'pw-1',
    invitations: [
      { email: 'a@b.example', access: 2, shareLink: 'https://x', linkId: 'l-1', linkType: 1, secretKey: ['k'] },
    ],
    notify: false,
    token: null,
  };
  expect(redactBody(body)).toEqual({
    title: 'Acme',
    password: '[secret]',
    invitations: [
      {
        email: 'a@b.example',
        access: 2,
        shareLink: '[secret]',
        linkId: '[secret]',
        linkType: 1,
        secretKey: '[secret]',
      },
    ],
    notify: false,
    token: null,
  });
});

it('cuts long texts', () => {
  expect(redactBody({ text: 'x'.repeat(5_000) })).toEqual({ text: `${'x'.repeat(200)}…` });
});
