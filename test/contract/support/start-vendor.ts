import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: unknown;
}

export interface VendorReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection ends without an answer, after everything was done. */
  readonly drop?: boolean;
}

export interface Vendor extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  readonly requests: readonly VendorRequest[];
}

/** A server that answers as somebody else's does. */
export async function startVendor(answer: (request: VendorRequest) => VendorReply): Promise<Vendor> {
  const requests: VendorRequest[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://vendor');
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const { method = '', headers } = request;
      const read = { method, path: decodeURIComponent(url.pathname), query: url.searchParams, headers, text, body };
      requests.push(read);
      const reply = answer(read);
      if (reply.drop) return response.destroy();
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      return response.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
