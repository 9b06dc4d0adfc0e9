import * as z from 'zod';
import type { CleanUp } from './clean-up.ts';
import { projectPath } from './project.ts';
import { startProgram } from './start-program.ts';

const Announcement = z.object({ url: z.url(), apiKey: z.string(), env: z.record(z.string(), z.string()) });
const Envelope = z.object({ response: z.unknown() });
const Created = z.object({ id: z.string() });

export interface Sandbox extends z.infer<typeof Announcement> {
  setLatency(ms: number): Promise<void>;
  /** A call of the control plane. Answers what came back. */
  control(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown>;
  /** Adds people who have no room yet. Answers their ids. */
  addPeople(count: number): Promise<readonly string[]>;
  /** One plain call of the portal's API, as a script would make it. Answers the `response`. Throws unless the status is 200. */
  readonly call: (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<unknown>;
}

/** Starts a portal as a process of its own, with the demonstration's people and templates. */
export async function startSandbox(cleanUp: CleanUp): Promise<Sandbox> {
  const args = [projectPath('sandbox/main.ts'), '--port', '0', '--json'];
  const program = startProgram({ args, cwd: projectPath('.'), env: {} });
  // Nothing of it is kept, and calls that it holds back need not be waited for.
  cleanUp.add(() => program.stop('SIGKILL'));
  const announced = Announcement.parse(JSON.parse(await program.firstLine()));
  const { url, apiKey } = announced;

  async function send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}/${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.status === 200) return answer;
    throw new Error(`${method} ${path} was answered with ${response.status}: ${JSON.stringify(answer)}`);
  }

  return {
    ...announced,
    control: (method, path, body) => send(method, `_sandbox/${path}`, body),
    async setLatency(ms) {
      await send('PUT', '_sandbox/latency', { ms });
    },
    async addPeople(count) {
      const ids: string[] = [];
      while (ids.length < count) {
        const number = ids.length + 1;
        const person = { firstName: 'Bench', lastName: `Person ${number}`, email: `bench-${number}@example.com` };
        ids.push(Created.parse(await send('POST', '_sandbox/people', person)).id);
      }
      return ids;
    },
    call: async (method, path, body) => Envelope.parse(await send(method, `api/2.0/${path}`, body)).response,
  };
}
