import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes } from 'node:crypto';
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { WatchedAttempt, WatchedCall } from './telemetry.ts';

/** Spans of runs and of what they ask of the portal. */
export interface Traces {
  attempt<T>(attempt: WatchedAttempt, ending: { readonly state?: string }, work: () => Promise<T>): Promise<T>;
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  call(call: WatchedCall): void;
  stop(): Promise<void>;
}

export interface TraceOptions {
  /** Where spans are sent by OTLP over HTTP, as JSON: the full address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly version: string;
}

/**
 * A run is a trace: its id is made from the run's, so that all attempts of a run are in one trace whichever process makes them. Each attempt
 * is a root span, below it are the steps, below these the portal's calls with method, path without ids, status and run; never a body,
 * a query or an address. Nothing is registered globally, and nothing is added to the requests to the portal.
 */
export function createTraces({ url, headers, serviceName, version }: TraceOptions): Traces {
  const current = new AsyncLocalStorage<Place>();
  const beginning = new AsyncLocalStorage<string>();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, headers: { ...headers } }) })],
    idGenerator: {
      generateTraceId: () => traceIdOf(beginning.getStore() ?? randomBytes(16).toString('hex')),
      generateSpanId: () => randomBytes(8).toString('hex'),
    },
  });
  const tracer = provider.getTracer('docspace-concierge', version);

  return {
    attempt({ runId, attempt, blueprint, cause }, ending, work) {
      const attributes = {
        'concierge.run.id': runId,
        'concierge.run.attempt': attempt,
        'concierge.blueprint': blueprint,
        'concierge.run.cause': cause,
      };
      const span = beginning.run(runId, () => tracer.startSpan(`run ${blueprint}`, { root: true, attributes }));
      return within({ span, runId }, current, async () => {
        const result = await work();
        if (ending.state !== undefined) span.setAttribute('concierge.run.state', ending.state);
        if (ending.state === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
        return result;
      });
    },
    step(name, work) {
      const parent = current.getStore();
      if (!parent) return work();
      // What follows the first word may be a title, which a person wrote.
      const span = tracer.startSpan(name.split(' ')[0] ?? name, {}, trace.setSpan(ROOT_CONTEXT, parent.span));
      return within({ span, runId: parent.runId }, current, work);
    },
    call(call) {
      const parent = current.getStore();
      if (parent) addCall(call, parent, tracer);
    },
    stop: () => provider.shutdown().catch(() => undefined),
  };
}

/** Where the running code stands in its trace. */
interface Place {
  readonly span: Span;
  readonly runId: string;
}

/** Does the work in the span, and ends it. */
async function within<T>(place: Place, current: AsyncLocalStorage<Place>, work: () => Promise<T>): Promise<T> {
  const { span } = place;
  try {
    return await current.run(place, work);
  } catch (error) {
    const kind = typeof error === 'object' && error !== null && 'kind' in error ? String(error.kind) : 'defect';
    span.setAttribute('error.type', kind);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

function addCall(call: WatchedCall, { span: parent, runId }: Place, tracer: Tracer): void {
  const { method, template, isWrite, status, ms, errorKind } = call;
  const endTime = Date.now();
  const attributes = {
    'http.request.method': method,
    'url.template': template,
    'concierge.run.id': runId,
    'concierge.effect': isWrite ? 'write' : 'read',
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(errorKind === undefined ? {} : { 'error.type': errorKind }),
  };
  const options = { kind: SpanKind.CLIENT, startTime: endTime - ms, attributes };
  const span = tracer.startSpan(`${method} ${template}`, options, trace.setSpan(ROOT_CONTEXT, parent));
  if (errorKind !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(endTime);
}

/** 32 hexadecimal digits, the same for the same run. */
function traceIdOf(runId: string): string {
  return createHash('sha256').update(runId).digest('hex').slice(0, 32);
}
