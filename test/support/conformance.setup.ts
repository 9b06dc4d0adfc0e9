import { subscribe } from 'node:diagnostics_channel';
import { afterAll, afterEach, expect } from 'vitest';
import { createConformance, Exchange } from '../contract/support/create-conformance.ts';
import { findDescription, readDescription } from '../contract/support/read-description.ts';
import { createExchangeFile } from './exchange-file.ts';

// Every answer that a sandbox gives, in whatever test, in this process or in one that the test starts, is held against
// the vendor's description where that lies beside the project (test/contract/conformance.test.ts says when it does not).
const file = findDescription();
if (file !== undefined) {
  const exchanges: Exchange[] = [];
  let check: ReturnType<typeof createConformance> | undefined;
  subscribe('docspace-sandbox:exchange', (message) => void exchanges.push(Exchange.parse(message)));
  const elsewhere = createExchangeFile();
  process.env['EXCHANGE_RECORDER'] = elsewhere.recorder;
  afterEach(() => {
    exchanges.push(...elsewhere.read().map((exchange) => Exchange.parse(exchange)));
    if (exchanges.length === 0) return;
    check ??= createConformance(readDescription(file));
    expect([...new Set(exchanges.splice(0).flatMap(check))]).toEqual([]);
    // Reading the description takes its time on a busy machine.
  }, 60_000);
  afterAll(() => elsewhere.remove());
}
