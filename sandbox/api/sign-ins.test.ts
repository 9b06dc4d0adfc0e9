import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, listOf, responseOf } from '../model/a-portal.ts';
import { putAccount } from '../model/state.ts';

const Connections = z.object({ loginEvent: z.number(), items: z.array(z.looseObject({ id: z.number() })) });

async function aPortalWithUlf() {
  const portal = aPortal();
  const ulf = { ...portal.person('ulf', 'user'), password: 'correct-horse' };
  putAccount(portal.portal.state, ulf);
  const logIn = async (): Promise<string> => {
    const answer = await portal.call(undefined, 'POST authentication', { userName: ulf.email, password: ulf.password });
    return z.string().parse(responseOf(answer)['token']);
  };
  const ask = (token: string, operation: string) =>
    portal.send(operation, { headers: { authorization: `Bearer ${token}` } });
  const connections = async (token: string) =>
    Connections.parse(responseOf(await ask(token, 'GET security/activeconnections')));
  return { ...portal, ulf, ask, connections, here: await logIn(), there: await logIn() };
}

test('sign-ins are listed for each person, and ended one by one or all but the one that asks', async () => {
  const { ask, connections, here, there } = await aPortalWithUlf();
  const { items, loginEvent } = await connections(here);
  expect(items).toHaveLength(2);
  const other = items.find(({ id }) => id !== loginEvent)?.id ?? 0;
  expect((await ask(here, `PUT security/activeconnections/logout/${other}`)).json).toMatchObject({ response: true });
  expect((await ask(there, 'GET people/@self')).status).toBe(401);
  expect((await ask(here, `PUT security/activeconnections/logout/${other}`)).json).toMatchObject({ response: false });
  expect((await ask(here, 'PUT security/activeconnections/logoutallexceptthis')).json).toMatchObject({
    response: 'ulf Test',
  });
  expect((await connections(here)).items).toHaveLength(1);
});

test('admins end the sign-ins of others; a new password begins with the end of one’s own', async () => {
  const { call, ask, owner, ulf, person, here, there } = await aPortalWithUlf();
  const operation = `PUT security/activeconnections/logoutall/${ulf.id}`;
  expect((await call(person('uta', 'user'), operation)).status).toBe(403);
  expect((await ask(here, `PUT security/activeconnections/logoutall/${owner.id}`)).status).toBe(403);
  expect((await call(owner, operation)).json).not.toHaveProperty('response');
  expect((await ask(there, 'GET people/@self')).status).toBe(401);
  const answer = await call(ulf, 'PUT security/activeconnections/logoutallchangepassword');
  expect(answer.text).toContain('/confirm/PasswordChange?email=ulf');
});

test('admins read who signed in and whose keys were used', async () => {
  const { call, owner, ulf } = await aPortalWithUlf();
  const last = listOf(await call(owner, 'GET security/audit/login/last'));
  expect(new Set(last.map(({ userId }) => userId))).toEqual(new Set([ulf.id, owner.id]));
  const filtered = await call(owner, `GET security/audit/login/filter?userId=${ulf.id}&count=1`);
  expect(filtered.json).toMatchObject({ total: 2, response: [{ login: ulf.email, actionId: 1000 }] });
  expect((await call(ulf, 'GET security/audit/login/last')).status).toBe(403);
});
