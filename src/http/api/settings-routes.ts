import { z } from 'zod';
import type { AppContext } from '../app-env.ts';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { readQuery } from './query.ts';

const Search = z.strictObject({ text: z.string().max(200).default('') });

/** The freeze switch, connectors, and look-ups for forms. */
export function createSettingsRoutes(parts: HttpParts): readonly ApiRoute[] {
  return [...createFreezeRoutes(parts), ...createConnectorRoutes(parts), ...createSearchRoutes(parts)];
}

function createFreezeRoutes({ pages: { freeze }, audit }: HttpParts): readonly ApiRoute[] {
  const note = (c: AppContext, what: string): void =>
    audit.record({ kind: 'freeze', what, cause: { kind: 'http', name: c.get('identity').name } });
  return [
    {
      ...{ method: 'get', path: '/freeze', role: 'viewer', summary: 'Read the freeze switch' },
      description: 'While it is on, no run changes anything in the portal.',
      answer: { status: 200, holds: '`on`, and `by` and `since` while it is.' },
      async handle(c) {
        const frozen = await freeze.read();
        return c.json({ on: frozen !== undefined, ...frozen });
      },
    },
    {
      ...{ method: 'post', path: '/freeze', role: 'admin', summary: 'Freeze all changes' },
      description:
        'From now on runs wait before their next change, in every process; a room that a close-out has open is archived again first. Deliveries are taken and runs are queued as ever.',
      answer: { status: 204, holds: 'Nothing.' },
      async handle(c) {
        await freeze.turnOn(c.get('identity').name);
        note(c, 'changes frozen');
        return c.body(null, 204);
      },
    },
    {
      ...{ method: 'delete', path: '/freeze', role: 'admin', summary: 'Let changes go on' },
      description: 'Runs that waited for it go on within seconds.',
      answer: { status: 204, holds: 'Nothing.' },
      async handle(c) {
        await freeze.turnOff();
        note(c, 'changes go on');
        return c.body(null, 204);
      },
    },
  ];
}

function createConnectorRoutes({ pages: { connectors, examine, testAlerts } }: HttpParts): readonly ApiRoute[] {
  return [
    {
      ...{ method: 'get', path: '/doctor', role: 'operator', summary: 'Look at everything that must work' },
      description:
        'As `concierge doctor` does: reads the portal, asks the connectors, changes nothing and sends nothing.',
      answer: { status: 200, holds: '`checks`: of each its state, what was found, and what to do.' },
      handle: async (c) => c.json({ checks: await examine() }),
    },
    {
      ...{ method: 'get', path: '/connectors', role: 'operator', summary: 'List connectors' },
      description: 'Where mails, notes and messages leave: what is set up, without secrets, and what a test would do.',
      answer: { status: 200, holds: '`connectors`.' },
      handle: (c) => Promise.resolve(c.json({ connectors: connectors.list() })),
    },
    {
      ...{ method: 'post', path: '/connectors/{name}/test', role: 'admin', summary: 'Test a connector' },
      description: 'Asks whether it could do its work. Nothing is sent.',
      answer: { status: 200, holds: '`text`: what was seen.' },
      handle: async (c) => c.json(await connectors.test(c.req.param('name') ?? '')),
    },
    {
      ...{ method: 'post', path: '/alerts/test', role: 'admin', summary: 'Send a test alert' },
      description: 'By every way that is set up: mail to ALERT_TO, and the chat. It is sent at once.',
      answer: { status: 200, holds: '`sentBy`: `mail`, `chat`.' },
      handle: async (c) => c.json(await testAlerts()),
    },
  ];
}

function createSearchRoutes({ pages: { search } }: HttpParts): readonly ApiRoute[] {
  const about = 'For forms: a few, by a part of the name. Query: `text`. What was added just now may be missing.';
  return [
    {
      ...{ method: 'get', path: '/search/people', role: 'operator', summary: 'Find people of the portal' },
      description: about,
      answer: { status: 200, holds: '`found`: id, name, and the address.' },
      handle: async (c) => c.json({ found: await search.people(readQuery(c, Search).text.trim()) }),
    },
    {
      ...{ method: 'get', path: '/search/groups', role: 'operator', summary: 'Find groups of the portal' },
      description: about,
      answer: { status: 200, holds: '`found`: id, name, and how many people it has.' },
      handle: async (c) => c.json({ found: await search.groups(readQuery(c, Search).text.trim()) }),
    },
  ];
}
