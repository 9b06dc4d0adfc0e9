import { reportError } from '../../base/errors.ts';
import type { Check } from '../../http/parts.ts';
import type {
  Choice,
  DraftFile,
  InitDraft,
  InitJob,
  InitParts,
  InitPortal,
  InitQuestion,
  Picked,
  PortalAccess,
} from './init-parts.ts';
import type { Prompter } from './prompter.ts';

/** Asks for address and key until a portal answers to them and lets the key do what is needed. What is given already is tried first. */
export async function askForPortal(
  parts: Pick<InitParts, 'connect'>,
  known: Partial<PortalAccess>,
  prompter: Prompter,
): Promise<{ readonly portal: InitPortal; readonly apiKey: string }> {
  for (let given = known; ;) {
    const access = await askForAccess(given, prompter);
    const portal = await tryPortal(parts, access, prompter);
    if (portal && isUsable(portal)) return { portal, apiKey: access.apiKey };
    prompter.say('plain', 'Let us try again; Ctrl-C leaves, and nothing is written.');
    given = { url: access.url };
  }
}

/** Whether everything that the key is needed for would work. */
export function isUsable({ checks }: Pick<InitPortal, 'checks'>): boolean {
  return checks.every(({ state }) => state !== 'bad');
}

async function askForAccess({ url: initial, apiKey: kept }: Partial<PortalAccess>, prompter: Prompter) {
  const ask = 'Where is your portal?';
  const url = await prompter.text({
    ...{ ask, example: 'https://docspace.example.com' },
    ...(initial === undefined ? {} : { initial }),
  });
  const how = 'API key (DocSpace: Developer tools, API keys)';
  const keep = kept === undefined ? '' : ' – empty keeps the one that is set';
  const apiKey = await prompter.secret({ ask: `${how}${keep}`, mayBeEmpty: kept !== undefined });
  return { url, apiKey: apiKey === '' ? (kept ?? '') : apiKey };
}

async function tryPortal(parts: Pick<InitParts, 'connect'>, access: PortalAccess, prompter: Prompter) {
  try {
    const portal = await prompter.during('Asking the portal', () => parts.connect(access));
    for (const check of portal.checks) sayCheck(check, prompter);
    return portal;
  } catch (error) {
    const { message, hint } = reportError(error);
    prompter.say('bad', hint === undefined ? message : `${message}\n${hint}`);
    return undefined;
  }
}

function sayCheck({ name, state, text, hint }: Check, prompter: Prompter): void {
  prompter.say(state, hint === undefined ? `${name}: ${text}` : `${name}: ${text}\n${hint}`);
}

/** Which of the jobs are wanted: one at least. */
export async function askForJobs(jobs: readonly InitJob[], prompter: Prompter): Promise<readonly InitJob[]> {
  const choices = jobs.map(({ name, about }): Choice => ({ id: name, name: `${name} – ${about}` }));
  const chosen = await prompter.some({ ask: 'What should Concierge do? (Space marks)', choices });
  return jobs.filter(({ name }) => chosen.some(({ id }) => id === name));
}

/** What of the portal a question is answered with; nothing where nothing was picked. */
export async function askForPick(
  question: InitQuestion,
  portal: InitPortal,
  prompter: Prompter,
): Promise<readonly Picked[]> {
  const { ask, kind } = question;
  if (kind === 'files' || kind === 'file' || kind === 'folder') return askInside({ ask, kind }, portal, prompter);
  return listOf(await prompter.one({ ask, find: (text) => portal.find(kind, text) }));
}

interface InsideQuestion {
  readonly ask: string;
  readonly kind: 'files' | 'file' | 'folder';
}

async function askInside({ ask, kind }: InsideQuestion, portal: InitPortal, prompter: Prompter) {
  const place = await prompter.one({ ask: `${ask} First: in which room?`, find: (text) => portal.find('place', text) });
  if (!place) return [];
  const what = kind === 'folder' ? 'folders' : 'files';
  const inside = await prompter.during(`Looking into "${place.name}"`, () => portal.listInside(place.id, what));
  if (!inside.isAll) prompter.say('attention', `"${place.name}" has very many folders: not all of them are shown.`);
  if (inside.choices.length === 0) {
    prompter.say('attention', `"${place.name}" has no files.`);
    return [];
  }
  if (kind === 'files') return prompter.several({ ask, choices: inside.choices });
  const one = await prompter.one({ ask, find: () => Promise.resolve({ ...inside, isAll: true }) });
  return listOf(one && kind === 'folder' ? nameFolder(one, place) : one);
}

function listOf<T>(one: T | undefined): readonly T[] {
  return one === undefined ? [] : [one];
}

function nameFolder({ id, name }: Choice, place: Choice): Picked {
  return { id, name: id === place.id ? place.name : `${place.name} / ${name}` };
}

const states = { new: 'new', changed: 'CHANGED', same: 'as it is' } as const;

/** Shows what would be written and asks: once for all of it, and for each file that would lose something. */
export async function askToWrite(draft: InitDraft, prompter: Prompter): Promise<readonly string[]> {
  const lines = draft.files.map(({ path, state, about }) => `${path} (${states[state]}): ${about}`);
  prompter.say('plain', `To be written:\n${lines.join('\n')}`);
  if (!(await prompter.confirm({ ask: 'Write these files?' }))) return [];
  const replaced = new Set<DraftFile>();
  for (const file of draft.files.filter(({ replaces }) => replaces)) {
    const ask = `${file.path} is there already, and says something else. Replace it?`;
    if (await prompter.confirm({ ask })) replaced.add(file);
  }
  return prompter.during('Writing', () => draft.write((file) => !file.replaces || replaced.has(file)));
}
