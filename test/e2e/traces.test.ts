import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, settledRun } from '../support/installation.ts';
import { waitFor } from '../support/wait-for.ts';

const Attribute = z.looseObject({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const Span = z.looseObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(Attribute),
});
type Span = z.infer<typeof Span>;
const Export = z.object({
  resourceSpans: z.array(z.looseObject({ scopeSpans: z.array(z.looseObject({ spans: z.array(Span) })) })),
});

/** A receiver of OTLP over HTTP, as JSON. */
async function startReceiver() {
  const spans: Span[] = [];
  const seen = { paths: new Set<string>(), keys: new Set<string | undefined>(), bodies: '' };
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      seen.paths.add(request.url ?? '');
      seen.keys.add(request.headers['x-key']?.toString());
      seen.bodies += JSON.stringify(body);
      for (const { scopeSpans } of Export.parse(body).resourceSpans)
        spans.push(...scopeSpans.flatMap((one) => one.spans));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    spans,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function attributeOf(span: Span | undefined, key: string): unknown {
  const value = span?.attributes.find((one) => one.key === key)?.value;
  return value && Object.values(value)[0];
}

it('sends a run as one trace, and nothing that is secret or personal', async () => {
  await using receiver = await startReceiver();
  await using installation = await createInstallation({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b' },
  });
  const service = await installation.start();
  await installation.portal.registerWebhook(service.url);
  const person = await installation.portal.addPerson({ firstName: 'Zoraida', lastName: 'Quillfeather' });
  const run = await settledRun(person, service);
  // What has not been sent is sent at the end.
  await service.stop();
  await waitFor('the spans', () => receiver.spans.some(({ name }) => name === 'run home-room'));

  const [root] = receiver.spans.filter(({ name }) => name === 'run home-room');
  expect(attributeOf(root, 'concierge.run.id')).toBe(run.id);
  expect(attributeOf(root, 'concierge.run.state')).toBe('done');
  expect(root?.parentSpanId ?? '').toBe('');
  const trace = receiver.spans.filter(({ traceId }) => traceId === root?.traceId);
  const ids = new Set(trace.map(({ spanId }) => spanId));
  for (const span of trace.filter((one) => one !== root)) expect(ids).toContain(span.parentSpanId);

  const created = trace.find(({ name }) => name === 'POST files/rooms');
  expect(attributeOf(created, 'http.response.status_code')).toBe(200);
  expect(attributeOf(created, 'url.template')).toBe('files/rooms');
  expect(attributeOf(created, 'concierge.run.id')).toBe(run.id);
  expect(trace.filter(({ name }) => name.startsWith('POST files/file/{id}/copyas'))).toHaveLength(3);

  expect([...receiver.seen.paths]).toEqual(['/v1/traces']);
  expect([...receiver.seen.keys]).toEqual(['a b']);
  const { portal, settings } = installation;
  const secrets = [portal.ownerKey, settings['DOCSPACE_WEBHOOK_SECRET'], settings['API_TOKEN']];
  for (const secret of [...secrets, 'Zoraida', 'Quillfeather', person.email, 'Shared with me', '?']) {
    expect(receiver.seen.bodies).not.toContain(secret);
  }
});
