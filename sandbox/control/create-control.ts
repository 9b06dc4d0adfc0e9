import { Hono } from 'hono';
import * as z from 'zod';
import type { World } from '../create-world.ts';
import { dumpState, type JsonValue, loadState } from '../model/snapshot.ts';
import { seedNameOf } from '../seed/create-seed.ts';
import { demoIds } from '../seed/demo-ids.ts';
import { seedPassword } from '../seed/plant-seed.ts';
import { parseSeed } from '../seed/read-seed.ts';
import { callAsOwner } from './call-as-owner.ts';
import { apiUrl, done, pass, readJson, refuse } from './control-replies.ts';
import { AddPerson, ChooseSeed, MakeKey, SetClock, SetLatency } from './control-requests.ts';
import { FaultRequest } from './faults.ts';
import { addLimitRoutes } from './limits-control.ts';
import { makeKey } from './make-key.ts';
import { addRoomRoutes } from './room-control.ts';

/** The control plane, to be mounted at `/_sandbox`. Every refusal is `{ error }` in one sentence or more. */
export function createControl(world: World): Hono {
  const control = new Hono();
  control.onError((error, context) => refuse(context, error));
  control.notFound((context) => context.json({ error: `Nothing at ${context.req.method} ${context.req.path}` }, 404));
  control.use(async (context, next) => {
    await next();
    if (context.req.method !== 'GET') world.changed();
  });
  addStateRoutes(control, world);
  addPortalRoutes(control, world);
  addRoomRoutes(control, world);
  addLimitRoutes(control, world);
  addFaultRoutes(control, world);
  addLogRoutes(control, world);
  return control;
}

function addStateRoutes(control: Hono, world: World): void {
  control.get('/health', (context) => {
    const { seed, latencyMs } = world.settings;
    return context.json({ status: 'ok', seed: seedNameOf(seed), latencyMs });
  });
  control.post('/reset', (context) => {
    world.reset();
    return done(context);
  });
  control.get('/seed', (context) => context.json(describe(world, new URL(context.req.url).origin)));
  control.post('/seed', async (context) => {
    const choice = await readJson(context, ChooseSeed);
    world.reset('name' in choice ? choice.name : parseSeed(choice.seed));
    return context.json(describe(world, new URL(context.req.url).origin));
  });
  control.get('/snapshot', (context) => context.json(withoutUses(dumpState(world.portal.state))));
  control.put('/snapshot', async (context) => {
    world.replaceState(loadState(await context.req.json()));
    return done(context);
  });
}

/** All but when keys were used last, which every read changes: with nothing but reads in between, two snapshots are equal to the byte. */
function withoutUses(snapshot: JsonValue): JsonValue {
  const { keys, ...state } = Snapshot.parse(snapshot);
  return {
    ...state,
    keys: keys.map((key) => Object.fromEntries(Object.entries(key).filter(([name]) => name !== 'lastUsed'))),
  };
}

const Snapshot = z.looseObject({ keys: z.array(z.record(z.string(), z.json())) }).catchall(z.json());

/** What a program must know to work with this portal. */
export function describe(world: World, url: string) {
  const owner = world.owner();
  return {
    url,
    apiKey: world.apiKey,
    owner: { id: owner?.id, email: owner?.email, password: seedPassword },
    env: world.env(),
    seed: seedNameOf(world.settings.seed),
    ids: world.settings.seed === 'demo' ? demoIds : { people: { owner: owner?.id } },
  };
}

function addPortalRoutes(control: Hono, world: World): void {
  control.post('/people', async (context) => {
    const person = await readJson(context, AddPerson);
    return pass(
      context,
      await callAsOwner(world, { method: 'POST', url: apiUrl(context, 'people/active'), body: person }),
    );
  });
  control.post('/keys', async (context) => {
    const { userId, email = '', permissions } = await readJson(context, MakeKey);
    return context.json({ key: makeKey(world, { person: userId ?? email, permissions }) });
  });
}

function addFaultRoutes(control: Hono, world: World): void {
  control.put('/latency', async (context) => {
    world.settings.latencyMs = (await readJson(context, SetLatency)).ms;
    return done(context);
  });
  control.get('/faults', (context) => context.json({ faults: world.faults.list() }));
  control.post('/faults', async (context) => context.json(world.faults.add(await readJson(context, FaultRequest))));
  control.delete('/faults', (context) => {
    world.faults.clear();
    return done(context);
  });
  control.get('/clock', (context) => context.json({ now: world.portal.timestamp() }));
  control.put('/clock', async (context) => {
    const change = await readJson(context, SetClock);
    if ('now' in change) world.clock.moveTo(new Date(change.now));
    else world.clock.advance(change.advanceMs);
    return context.json({ now: world.portal.timestamp() });
  });
}

function addLogRoutes(control: Hono, world: World): void {
  control.get('/calls', (context) => context.json({ calls: world.calls.list() }));
  control.delete('/calls', (context) => {
    world.calls.clear();
    return done(context);
  });
  control.get('/events', (context) => context.json({ events: world.events.list() }));
}
