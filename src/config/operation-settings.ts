import { z } from 'zod';
import { setting } from './setting.ts';
import { basePath, httpUrl, networkHost, port, proxyList, secretWord } from './setting-types.ts';

/** Settings of how the service is operated: behind which proxies, and who watches it. */
export const operationSettings = {
  BASE_PATH: setting(basePath(), {
    group: 'Operation',
    about:
      'Path below which the service stands behind a proxy, such as /concierge. Unset: the path of PUBLIC_URL. The proxy may pass it on or cut it off; /healthz and /readyz answer with and without it.',
    example: '/concierge',
  }),
  TRUST_PROXY: setting(proxyList(), {
    group: 'Operation',
    about:
      'Addresses and networks (CIDR), separated by commas, of the proxies before the service; `loopback` and `private` stand for those networks. Of requests from these X-Forwarded-For tells the client, X-Forwarded-Proto whether it came by TLS, X-Forwarded-Host the name that it asked for. Of all others these headers are ignored.',
    example: 'loopback,10.1.0.0/16',
  }),
  METRICS_PORT: setting(port().optional(), {
    group: 'Operation',
    about:
      'Port that answers /metrics and /healthz without a token, for `serve` and `worker`. Unset: of `serve`, /metrics answers on the usual port to a token with the role viewer; of `worker`, nothing listens. 0 takes a free one. Each process on a machine needs its own.',
    example: '9464',
  }),
  METRICS_HOST: setting(networkHost(), {
    group: 'Operation',
    about: 'Address that METRICS_PORT is opened on. 127.0.0.1 is reachable from this machine only.',
    example: '0.0.0.0',
    default: '127.0.0.1',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(httpUrl().optional(), {
    group: 'Operation',
    about:
      'Address of a receiver of OpenTelemetry by OTLP over HTTP; traces are sent to /v1/traces below it, as JSON. Unset: none are made, and nothing is loaded for them. Other OTEL_ variables of the specification, such as OTEL_RESOURCE_ATTRIBUTES, are read by the library from the real environment.',
    example: 'http://otel-collector.example.com:4318',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: setting(httpUrl().optional(), {
    group: 'Operation',
    about: 'The full address of the receiver of traces, in place of OTEL_EXPORTER_OTLP_ENDPOINT.',
    example: 'http://otel-collector.example.com:4318/v1/traces',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: setting(
    secretWord(/^[^=,\s]+=[^,\s]*(,[^=,\s]+=[^,\s]*)*$/, 'must be name=value, several separated by commas').optional(),
    {
      group: 'Operation',
      about: 'Headers for the receiver, as name=value separated by commas, values percent-encoded.',
      example: 'authorization=Bearer%20replace-me',
      secret: true,
    },
  ),
  OTEL_TRACES_EXPORTER: setting(z.enum(['otlp', 'none'], { error: 'must be otlp or none' }).optional(), {
    group: 'Operation',
    about:
      '`otlp` sends traces even where no receiver is named, to http://localhost:4318; `none` sends none though one is.',
    example: 'none',
  }),
  OTEL_SERVICE_NAME: setting(z.string().max(200), {
    group: 'Operation',
    about: 'What traces call this service.',
    example: 'concierge-acme',
    default: 'docspace-concierge',
  }),
};
