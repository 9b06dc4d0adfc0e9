import type { JsonObject } from '../../base/json.ts';
import { roles } from '../access-records.ts';

const text = { type: 'string' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const texts = { type: 'array', items: text } as const;
const listOf = (name: string): JsonObject => ({ type: 'array', items: { $ref: `#/components/schemas/${name}` } });

const run: JsonObject = {
  id: text,
  blueprint: text,
  subject: { type: 'string', description: 'Whom or what it is for, such as `key:C-1042`.' },
  subjectName: { type: 'string', description: 'What people call the subject; absent until it was read.' },
  state: { type: 'string', description: 'The states are those that lists of runs take.' },
  reason: { type: 'string', description: 'Why it ended as it did, where the state alone does not say.' },
  cause: { type: 'object', properties: { kind: text }, required: ['kind'] },
  createdAt: time,
  endedAt: { ...time, description: 'Absent until it has ended.' },
  room: { type: 'object', properties: { id: { type: 'integer' }, title: text, url: text }, required: ['id', 'title'] },
};
const inEachRun = ['id', 'blueprint', 'subject', 'state', 'cause', 'createdAt'];

const blueprint: JsonObject = {
  name: text,
  kind: { type: 'string', enum: ['Room', 'CloseOut'] },
  description: text,
  isForPerson: { type: 'boolean' },
  isForRoom: { type: 'boolean', description: 'For rooms that are there.' },
  startsByHttp: { type: 'boolean' },
  events: texts,
};
const inEachBlueprint = ['name', 'kind', 'isForPerson', 'isForRoom', 'startsByHttp', 'events'];

const errorFields = {
  kind: { type: 'string', description: 'What a program branches on.' },
  hint: { type: 'string', description: 'What to do.' },
} as const;

/** What answers hold. Programs must take fields that do not stand here: later versions add some. */
export const answerSchemas = {
  Run: { type: 'object', properties: run, required: inEachRun },
  RunDetail: {
    type: 'object',
    properties: {
      ...run,
      attempt: { type: 'integer', description: 'How often it was started.' },
      documentHash: { type: 'string', description: 'SHA-256 of the blueprint that it started with.' },
      plan: { type: 'object' },
      actions: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            name: text,
            state: { type: 'string', enum: ['planned', 'running', 'done', 'failed'] },
            startedAt: time,
            endedAt: time,
            result: text,
          },
          required: ['name', 'state'],
        },
      },
      error: { type: 'object', properties: { message: text, ...errorFields }, required: ['kind', 'message'] },
      remarks: { ...texts, description: 'What was kept back or could not be done.' },
      keptMails: { type: 'array', items: { type: 'object', properties: { to: text, subject: text, text } } },
    },
    required: [...inEachRun, 'attempt', 'documentHash', 'actions', 'remarks', 'keptMails'],
  },
  RunPage: {
    type: 'object',
    properties: { runs: listOf('Run'), next: { type: 'string', description: 'The `before` of the next page.' } },
    required: ['runs'],
  },
  Blueprint: {
    type: 'object',
    properties: { ...blueprint, inputs: { type: 'object', description: 'JSON Schema of what it is given.' } },
    required: inEachBlueprint,
  },
  Blueprints: { type: 'object', properties: { blueprints: listOf('Blueprint') }, required: ['blueprints'] },
  Plan: {
    type: 'object',
    properties: {
      ...{ blueprint: text, subject: text, subjectName: text, state: text, reason: text },
      plan: {
        type: 'object',
        properties: {
          room: { type: 'object', properties: { id: { type: 'integer' }, title: text, roomType: text } },
          person: {
            type: 'object',
            properties: { id: text, name: text },
            description: 'In place of `room`, where the access of a person ends.',
          },
          actions: { type: 'array', items: { type: 'object' }, description: 'Empty when nothing is to do.' },
          notes: texts,
        },
        required: ['actions', 'notes'],
      },
    },
    required: ['blueprint', 'subject'],
  },
  Tokens: {
    type: 'object',
    properties: {
      tokens: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            ...{ name: text, role: { type: 'string', enum: [...roles] }, blueprints: texts },
            ...{ createdAt: time, expiresAt: time },
          },
          required: ['name', 'role', 'createdAt'],
        },
      },
    },
    required: ['tokens'],
  },
  NewToken: { type: 'object', properties: { token: text }, required: ['token'] },
  Problem: {
    type: 'object',
    description: 'An error, as RFC 9457 writes it.',
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What is wrong, with the name of the thing.' },
      ...errorFields,
      errors: {
        type: 'array',
        description: 'Each field that is wrong.',
        items: { type: 'object', properties: { path: text, message: text }, required: ['path', 'message'] },
      },
    },
    required: ['type', 'title', 'status', 'detail', 'kind'],
  },
} as const satisfies Record<string, JsonObject>;

export type AnswerName = keyof typeof answerSchemas;
