import type { z } from 'zod';
import { messages } from '../messages.ts';
import { Problem, readProblem } from './problem.ts';
import { basePath } from './base-path.ts';

interface Request {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  /** The same key starts the same thing once, however often it is sent. */
  readonly key?: string;
}

/** Asks the API and parses its answer. Errors: `Problem`. A session that has ended leads to the sign-in page. */
export async function ask<T>(schema: z.ZodType<T>, path: string, request: Request = {}): Promise<T> {
  const answer = await send(path, request);
  const body: unknown = answer.status === 204 ? undefined : await answer.json();
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Problem({
    ...{ kind: 'unreadable', title: messages.errors.unreadable },
    detail: `${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    hint: messages.errors.unreadableHint,
  });
}

async function send(path: string, { method = 'GET', body, key }: Request): Promise<Response> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${basePath}/api${path}`, { method, headers, ...content }).catch(() => {
    const { noAnswer, noAnswerDetail, noAnswerHint } = messages.errors;
    throw new Problem({ kind: 'no-answer', title: noAnswer, detail: noAnswerDetail, hint: noAnswerHint });
  });
  if (answer.status === 401) {
    const here = `${location.pathname.slice(basePath.length)}${location.search}`;
    location.assign(`${basePath}/login?next=${encodeURIComponent(here)}`);
  }
  if (!answer.ok) throw await readProblem(answer);
  return answer;
}

/** A query string of what is given; what is empty is left out. */
export function queryOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
