import { subscribe } from 'node:diagnostics_channel';
import { afterEach, expect } from 'vitest';
import { createConformance, Exchange } from '../contract/support/create-conformance.ts';
import { findDescription, readDescription } from '../contract/support/read-description.ts';

// Every answer that a sandbox of this process gives, in whatever test, is held against the vendor's description where
// that lies beside the project (test/contract/conformance.test.ts says when it does not).
const file = findDescription();
if (file !== undefined) {
  const exchanges: Exchange[] = [];
  let check: ReturnType<typeof createConformance> | undefined;
  subscribe('docspace-sandbox:exchange', (message) => void exchanges.push(Exchange.parse(message)));
  afterEach(() => {
    if (exchanges.length === 0) return;
    check ??= createConformance(readDescription(file));
    expect([...new Set(exchanges.splice(0).flatMap(check))]).toEqual([]);
    // Reading the description takes its time on a busy machine.
  }, 60_000);
}
