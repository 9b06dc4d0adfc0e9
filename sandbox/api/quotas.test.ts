import { expect, test } from 'vitest';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';

test('rooms take the default quota, until quotas of rooms are switched off', async () => {
  const { call, owner, person } = aPortal();
  const change = { enableQuota: true, defaultQuota: '1000' };
  expect(responseOf(await call(owner, 'POST settings/roomquotasettings', change))).toMatchObject({
    enableQuota: true,
    defaultQuota: 1000,
  });
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  expect(responseOf(await call(owner, `GET files/rooms/${room}`))).toMatchObject({ quotaLimit: 1000 });
  await call(owner, 'POST settings/roomquotasettings', { enableQuota: false, defaultQuota: 0 });
  expect(responseOf(await call(owner, `GET files/rooms/${room}`))).not.toHaveProperty('quotaLimit');
  expect((await call(person('rosa', 'room-admin'), 'POST settings/roomquotasettings', change)).status).toBe(403);
});

test('the quota of people is kept, that of single ones answered', async () => {
  const { call, owner, person } = aPortal();
  const { id } = person('ulf', 'user');
  await call(owner, 'POST settings/userquotasettings', { enableQuota: true, defaultQuota: 5 });
  expect(responseOf(await call(owner, 'GET settings/userquotasettings'))).toMatchObject({ defaultQuota: 5 });
  const changed = await call(owner, 'PUT people/userquota', { userIds: [id], quota: 7 });
  expect(listOf(changed)).toMatchObject([{ id, quotaLimit: 7, isCustomQuota: true }]);
  expect(listOf(await call(owner, 'PUT people/resetquota', { userIds: [id] }))).toMatchObject([
    { isCustomQuota: false },
  ]);
});

test('the quota of the portal holds, and -1 takes it away', async () => {
  const { call, owner } = aPortal();
  const put = async (quota: number) =>
    responseOf(await call(owner, 'PUT settings/tenantquotasettings', { tenantId: 1, quota }));
  expect(await put(3)).toMatchObject({ enableQuota: true, quota: 3 });
  const text = () => call(owner, 'POST files/@my/text', { title: 'note', content: 'four' });
  expect((await text()).status).toBe(402);
  expect(await put(-1)).toMatchObject({ enableQuota: false });
  expect((await text()).status).toBe(200);
});

test('nobody pays: there is one plan without a price, and no customer', async () => {
  const { call, owner, person } = aPortal();
  expect(responseOf(await call(owner, 'GET portal/payment/quota'))).toMatchObject({ price: { value: 0 } });
  expect(listOf(await call(owner, 'GET portal/payment/quotas'))).toHaveLength(1);
  expect(listOf(await call(owner, 'GET portal/payment/currencies'))).toMatchObject([{ isoCurrencySymbol: 'USD' }]);
  expect((await call(owner, 'GET portal/payment/customerinfo')).json).not.toHaveProperty('response');
  expect((await call(owner, 'GET portal/payment/customer/balance')).json).not.toHaveProperty('response');
  expect(responseOf(await call(owner, 'GET portal/payment/topupsettings'))).toMatchObject({ enabled: false });
  expect((await call(person('ulf', 'user'), 'GET portal/payment/quotas')).status).toBe(403);
});
