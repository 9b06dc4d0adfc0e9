import { expect, it } from 'vitest';
import { readLimitedBody } from './read-limited-body.ts';

function post(body: string | ReadableStream<Uint8Array>): Request {
  return new Request('http://x.example', { method: 'POST', body, ...{ duplex: 'half' } });
}

it('gives a body as it came, and its room back when it is done with', async () => {
  const budget = { most: 10, held: 0 };
  const read = await readLimitedBody(post('12345'), 5, budget);
  if (typeof read === 'string') throw new Error(read);
  expect([read.body.toString(), budget.held]).toEqual(['12345', 5]);
  read.done();
  read.done();
  expect(budget.held).toBe(0);
});

it('stops at the first byte too many, of this body or of all together, and holds nothing then', async () => {
  const budget = { most: 8, held: 0 };
  expect(await readLimitedBody(post('123456'), 5, budget)).toBe('too-large');
  const first = await readLimitedBody(post('12345'), 5, budget);
  expect(await readLimitedBody(post('1234'), 5, budget)).toBe('too-many');
  if (typeof first === 'string') throw new Error(first);
  expect(budget.held).toBe(5);
  first.done();
  expect(typeof (await readLimitedBody(post('12345'), 5, budget))).toBe('object');
});

it('gives the room back when a body breaks off', async () => {
  const budget = { most: 8, held: 0 };
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(3));
    },
    pull(controller) {
      controller.error(new Error('broken off'));
    },
  });
  await expect(readLimitedBody(post(broken), 5, budget)).rejects.toThrow('broken off');
  expect(budget.held).toBe(0);
});
