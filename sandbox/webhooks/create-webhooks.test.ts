import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { aPortal } from '../model/a-portal.ts';
import { createWebhooks } from './create-webhooks.ts';

/** The address of a receiver that refuses everything, and how often it was asked. */
async function startRefusing() {
  const receiver = { url: '', asked: 0 };
  const server = createServer((_request, response) => {
    receiver.asked += 1;
    response.writeHead(503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address !== null && typeof address === 'object') receiver.url = `http://127.0.0.1:${address.port}/`;
  return receiver;
}

it('tries a delivery six times, with the pauses of the real server between: 1, 2, 4, 8 and 16 seconds', async () => {
  const receiver = await startRefusing();
  const { portal, owner } = aPortal();
  const pauses: number[] = [];
  const pause = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  const webhooks = createWebhooks({ portal, pause });
  onTestFinished(() => webhooks.forget());
  portal.state.webhooks.set(1, {
    ...{ id: 1, name: 'automation', uri: receiver.url, secretKey: 'correct-horse' },
    ...{ enabled: true, ssl: false, triggers: 0, createdBy: owner.id, createdOn: portal.timestamp() },
  });
  webhooks.publish({
    trigger: 'user.created',
    actorId: owner.id,
    entity: { kind: 'user', id: owner.id },
    payload: {},
    visibleTo: () => true,
  });
  await webhooks.idle();
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000]);
  expect(receiver.asked).toBe(6);
});
