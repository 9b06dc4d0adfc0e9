import { z } from 'zod';
import type { Json } from '../../base/json.ts';
import type { BlueprintReader, Expression } from '../expression.ts';
import type { PathKey } from '../issue.ts';
import type { Scope } from '../scope.ts';

const when = z.string().min(1).optional().describe('A condition without which it is left out.');

export const Crm = z.strictObject({
  crm: z
    .strictObject({
      note: z.string().min(1).describe('The text of the note.'),
      contact: z
        .string()
        .min(1)
        .default('{{ client.email }}')
        .describe('E-mail address of the contact that the note is for.'),
      contactName: z.string().min(1).optional().describe('The name of a contact that has to be made.'),
      whenMissing: z
        .enum(['create', 'fail', 'skip'])
        .default('create')
        .describe('What is done when there is no such contact: create, fail or skip.'),
    })
    .describe('A note on a contact in the CRM.'),
  when,
});

export const Http = z.strictObject({
  http: z
    .strictObject({
      url: z.string().min(1).describe('The address; http or https.'),
      method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default('POST').describe('POST, PUT, PATCH or DELETE.'),
      headers: z.record(z.string(), z.string()).default({}).describe('Headers by their names, with expressions.'),
      body: z.json().optional().describe('What is sent as JSON: a map or a list with expressions in its texts.'),
    })
    .describe('A request to another program.'),
  when,
});

export const Chat = z.strictObject({
  chat: z
    .strictObject({ text: z.string().min(1).describe('The text of the message.') })
    .describe('A message in the chat.'),
  when,
});

interface Conditional {
  readonly when?: Expression;
}

export interface BlueprintCrm extends Conditional {
  readonly kind: 'crm';
  readonly note: Expression;
  readonly contact: Expression;
  readonly contactName?: Expression;
  readonly whenMissing: 'create' | 'fail' | 'skip';
}

/** JSON whose texts are expressions. */
type Body =
  Expression | number | boolean | null | readonly Body[] | { readonly fields: Readonly<Record<string, Body>> };

export interface BlueprintHttp extends Conditional {
  readonly kind: 'http';
  readonly url: Expression;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, Expression>>;
  readonly body?: Body;
}

export interface BlueprintChat extends Conditional {
  readonly kind: 'chat';
  readonly text: Expression;
}

export interface CrmOrder {
  readonly kind: 'crm';
  readonly contact: string;
  readonly contactName?: string;
  readonly note: string;
  readonly whenMissing: 'create' | 'fail' | 'skip';
}

export interface HttpOrder {
  readonly kind: 'http';
  readonly method: BlueprintHttp['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Json;
}

export interface ChatOrder {
  readonly kind: 'chat';
  readonly text: string;
}

type Path = readonly PathKey[];

function conditionOf(text: string | undefined, path: Path, reader: BlueprintReader): Conditional {
  return text === undefined ? {} : { when: reader.condition([...path, 'when'], text) };
}

export function readCrm(entry: z.infer<typeof Crm>, path: Path, reader: BlueprintReader): BlueprintCrm {
  const { note, contact, contactName, whenMissing } = entry.crm;
  const at = [...path, 'crm'];
  return {
    ...{ kind: 'crm', whenMissing },
    note: reader.text([...at, 'note'], note),
    contact: reader.text([...at, 'contact'], contact),
    ...(contactName === undefined ? {} : { contactName: reader.text([...at, 'contactName'], contactName) }),
    ...conditionOf(entry.when, path, reader),
  };
}

export function readHttp(entry: z.infer<typeof Http>, path: Path, reader: BlueprintReader): BlueprintHttp {
  const { url, method, headers, body } = entry.http;
  const at = [...path, 'http'];
  const texts = Object.entries(headers).map(
    ([name, text]) => [name, reader.text([...at, 'headers', name], text)] as const,
  );
  return {
    ...{ kind: 'http', method },
    url: reader.text([...at, 'url'], url),
    headers: Object.fromEntries(texts),
    ...(body === undefined ? {} : { body: readBody(body, [...at, 'body'], reader) }),
    ...conditionOf(entry.when, path, reader),
  };
}

function readBody(body: Json, path: Path, reader: BlueprintReader): Body {
  if (typeof body === 'string') return reader.text(path, body);
  if (body === null || typeof body !== 'object') return body;
  if (isList(body)) return body.map((item, index) => readBody(item, [...path, index], reader));
  const fields = Object.entries(body).map(([name, value]) => [name, readBody(value, [...path, name], reader)] as const);
  return { fields: Object.fromEntries(fields) };
}

function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

export function readChat(entry: z.infer<typeof Chat>, path: Path, reader: BlueprintReader): BlueprintChat {
  const text = reader.text([...path, 'chat', 'text'], entry.chat.text);
  return { kind: 'chat', text, ...conditionOf(entry.when, path, reader) };
}

export function renderCrm({ note, contact, contactName, whenMissing }: BlueprintCrm, scope: Scope): CrmOrder {
  const name = contactName ? scope.text(contactName) : '';
  return {
    ...{ kind: 'crm', whenMissing },
    contact: scope.required(contact),
    note: scope.required(note),
    ...(name === '' ? {} : { contactName: name }),
  };
}

export function renderHttp({ method, url, headers, body }: BlueprintHttp, scope: Scope): HttpOrder {
  const rendered = Object.entries(headers).map(([name, text]) => [name, scope.text(text)] as const);
  return {
    ...{ kind: 'http', method },
    url: scope.required(url),
    headers: Object.fromEntries(rendered),
    ...(body === undefined ? {} : { body: renderBody(body, scope) }),
  };
}

/** A leaf that is exactly one expression keeps what it stands for: a number stays a number. */
function renderBody(body: Body, scope: Scope): Json {
  if (body === null || typeof body !== 'object') return body;
  if (isList(body)) return body.map((item) => renderBody(item, scope));
  if ('fields' in body) {
    const fields = Object.entries(body.fields).map(([name, value]) => [name, renderBody(value, scope)] as const);
    return Object.fromEntries(fields);
  }
  return z
    .json()
    .catch(() => scope.text(body))
    .parse(scope.value(body));
}

export function renderChat({ text }: BlueprintChat, scope: Scope): ChatOrder {
  return { kind: 'chat', text: scope.required(text) };
}
