import type { Config } from '../config/config.ts';
import { createTelemetry, quietTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import type { Standing } from '../telemetry/standing.ts';
import { readVersion } from './package-path.ts';

/** For a process that stays: what Prometheus asks for, and traces where the settings name a receiver. */
export async function openTelemetry(config: Config, readStanding: () => Promise<Standing>): Promise<Telemetry> {
  const { createMetrics } = await import('../telemetry/metrics.ts');
  const metrics = createMetrics({ version: readVersion(), readStanding });
  return createTelemetry({ metrics, traces: await openTraces(config) });
}

/** For a command that ends: traces alone, where the settings name a receiver. */
export async function openCommandTelemetry(config: Config): Promise<Telemetry> {
  const traces = await openTraces(config);
  return traces ? createTelemetry({ traces }) : quietTelemetry;
}

/** The libraries are loaded where they are used, so that nobody else waits for them at start. */
async function openTraces({ traces }: Config) {
  if (!traces) return undefined;
  const { createTraces } = await import('../telemetry/traces.ts');
  const { url, headers, serviceName } = traces;
  return createTraces({ url, headers: headersOf(headers?.reveal() ?? ''), serviceName, version: readVersion() });
}

/** As the specification of OpenTelemetry has them: `name=value,name=value`, values percent-encoded. */
function headersOf(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}
