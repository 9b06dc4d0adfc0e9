import { expect, it } from 'vitest';
import { isRecord } from '../../src/base/json.ts';
import { disarmCell } from '../../src/base/disarm-cell.ts';
import { createChat } from '../../src/connectors/chat.ts';
import { renderMail, renderWords } from '../../src/connectors/mail-templates.ts';
import { Secret } from '../../src/base/secret.ts';
import { cleanTitle } from '../../src/docspace/vocabulary/clean-title.ts';
import { createHttpWorld } from '../support/http-world.ts';
import { makeRun } from '../support/make-run.ts';
import { strangersText, tryInputs } from './support/try-inputs.ts';

it('a name is only ever text: in mails and their headers, JSON, CSV, titles and pages', async () => {
  const world = createHttpWorld();
  const viewer = { ...(await world.authorize('viewer')), accept: 'text/html' };
  const plain = await page(world, 'Ada', viewer);
  await tryInputs('names of strangers', strangersText, async (name) => {
    const mail = renderMail('welcome', {
      person: { firstName: name },
      room: { title: name, url: 'https://p.example/r' },
    });
    const words = renderWords({ subject: name, text: name });
    for (const { subject, html } of [mail, words]) {
      expect(subject).not.toMatch(/[\r\n\0]/);
      expect(html.toLowerCase()).not.toContain('<script');
    }

    const sent: unknown[] = [];
    const http = {
      check: () => Promise.resolve({ isSet: true, text: '' }),
      send: (message: { body?: unknown }) => (
        sent.push(message.body),
        Promise.resolve({ sent: true, summary: '' } as const)
      ),
    };
    await createChat({ url: new Secret('https://c.example'), format: 'slack', http }).send(name, 'k');
    const [body] = sent;
    expect(isRecord(body) && Object.keys(body)).toEqual(['text']);
    expect(JSON.stringify(body)).not.toContain('<script');

    expect(disarmCell(name)).not.toMatch(/^[=@\t\r]/);
    // What the portal itself takes out of titles; U+0000 comes no further than the doors.
    expect(cleanTitle(name)).not.toMatch(/[/\\:*?"<>|]/);

    // Tags of the page are ours alone: a name brings none of its own.
    const shown = await page(world, name, viewer);
    expect(countTags(shown)).toBe(countTags(plain));
  });
});

async function page(
  world: ReturnType<typeof createHttpWorld>,
  name: string,
  headers: Record<string, string>,
): Promise<string> {
  world.state.runs.set('r1', makeRun({ id: 'r1', state: 'done', subjectName: name, reason: name, remarks: [name] }));
  return (await world.request('/runs/r1', { headers })).text();
}

function countTags(html: string): number {
  return html.match(/<[a-z!/]/gi)?.length ?? 0;
}
