import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import type { BlueprintView, HttpParts, RequestTarget } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { mayUse, requestOf, requireUse } from './who-asks.ts';

const Start = z.strictObject({
  inputs: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What the blueprint is given, by the names of its inputs.'),
  person: z.string().min(1).optional().describe('Id or e-mail address of the person, for a blueprint that is for one.'),
  room: z.int().positive().optional().describe('Number of the room, for a blueprint that is for rooms that are there.'),
  recreate: z.boolean().default(false).describe('Make a room anew that a person deleted or archived.'),
});

/** Blueprints: listed, described, planned, applied. */
export function createBlueprintRoutes(parts: HttpParts): readonly ApiRoute[] {
  return [...createReads(parts), ...createStarts(parts)];
}

function find(c: AppContext, { work }: HttpParts): BlueprintView {
  const name = c.req.param('name') ?? '';
  const found = work.blueprints().find((blueprint) => blueprint.name === name);
  if (found && mayUse(c.get('identity'), name)) return found;
  // Whoever may start nothing of it is told so only by starting.
  if (found && c.req.method === 'POST') requireUse(c.get('identity'), name);
  throw new AppError('not-found', `There is no blueprint "${name}".`);
}

function createReads(parts: HttpParts): readonly ApiRoute[] {
  const { work } = parts;
  return [
    {
      ...{ method: 'get', path: '/blueprints', role: 'viewer', summary: 'List blueprints' },
      description: 'Those in force, with what starts them.',
      answer: {
        status: 200,
        holds: '`blueprints`: name, kind, description, triggers; `issues`: documents that are not in force, and why.',
        schema: 'Blueprints',
      },
      handle: (c) => {
        const shown = work.blueprints().filter(({ name }) => mayUse(c.get('identity'), name));
        return Promise.resolve(
          c.json({
            blueprints: shown.map(({ inputs: _, text: __, picture: ___, ...blueprint }) => blueprint),
            issues: work.issues(),
          }),
        );
      },
    },
    {
      ...{ method: 'get', path: '/blueprints/{name}', role: 'viewer', summary: 'Describe a blueprint' },
      description:
        'With the JSON Schema of its inputs, its text, and a `picture`: what it makes, in a form that can be drawn.',
      answer: { status: 200, holds: 'The blueprint.', schema: 'Blueprint' },
      handle: (c) => Promise.resolve(c.json(find(c, parts))),
    },
  ];
}

function createStarts(parts: HttpParts): readonly ApiRoute[] {
  const { work, describe } = parts;
  return [
    {
      ...{ method: 'post', path: '/blueprints/{name}/plan', role: 'operator', summary: 'See what applying would do' },
      description: 'Reads the portal and changes nothing.',
      body: Start,
      answer: {
        status: 200,
        holds: 'The plan, and its `lines` as people read it; or `state` and `reason` where there would be none.',
        schema: 'Plan',
      },
      async handle(c, body) {
        const blueprint = find(c, parts);
        const view = await work.plan({ blueprint: blueprint.name, target: targetOf(blueprint, Start.parse(body)) });
        return c.json({ ...view, lines: view.plan ? describe.plan(view.plan) : [] });
      },
    },
    {
      ...{ method: 'post', path: '/blueprints/{name}/runs', role: 'operator', summary: 'Apply a blueprint' },
      description:
        'Queues a run durably and answers at once; poll the run, or follow its events. With `Idempotency-Key` the same request starts the same run, for 24 hours.',
      body: Start,
      headers: [{ name: 'Idempotency-Key', about: '1 to 255 visible ASCII characters. Another body with it: 422.' }],
      answer: { status: 202, holds: 'The run, queued; its address is in `Location`.', schema: 'Run' },
      async handle(c, body) {
        const blueprint = find(c, parts);
        const start = Start.parse(body);
        const target = targetOf(blueprint, start);
        if (!blueprint.startsByHttp && !blueprint.isForPerson && !blueprint.isForRoom) {
          throw new AppError('forbidden', `The blueprint ${blueprint.name} is not started by the API.`, {
            hint: 'Its author may say so: on: { http: true }.',
          });
        }
        const request = await requestOf(c, body, parts);
        const run = await work.start({ ...request, blueprint: blueprint.name, target, recreate: start.recreate });
        return c.json(run, 202, { Location: `/api/runs/${run.id}` });
      },
    },
  ];
}

function targetOf(blueprint: BlueprintView, given: z.infer<typeof Start>): RequestTarget {
  const { name, kind, isForPerson, isForRoom } = blueprint;
  const { room } = given;
  if (kind === 'CloseOut' && !isForPerson) {
    throw new AppError('invalid-input', `The blueprint ${name} closes rooms out.`, {
      hint: 'Use POST /api/rooms/{id}/close-out.',
    });
  }
  if (isForRoom !== (room !== undefined)) {
    throw isForRoom
      ? new AppError('invalid-input', `The blueprint ${name} is for a room that is there.`, { hint: 'Give `room`.' })
      : new AppError('invalid-input', `The blueprint ${name} is not for a room that is there.`, {
          hint: 'Leave `room` out.',
        });
  }
  return room === undefined ? personOrInputs(blueprint, given) : { room };
}

function personOrInputs(
  { name, isForPerson }: BlueprintView,
  { inputs, person }: Pick<z.infer<typeof Start>, 'inputs' | 'person'>,
): RequestTarget {
  if (isForPerson) {
    if (person !== undefined) return { person, ...(inputs ? { inputs } : {}) };
    throw new AppError('invalid-input', `The blueprint ${name} is for a person.`, { hint: 'Give `person`.' });
  }
  if (person === undefined) return { inputs: inputs ?? {} };
  throw new AppError('invalid-input', `The blueprint ${name} is not for a person.`, { hint: 'Give `inputs`.' });
}
