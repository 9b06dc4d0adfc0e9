import { AppError } from '../../base/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { isUsable } from './ask-set-up.ts';
import type { InitDraft, InitJob, InitPortal, InitQuestion, Picked, PortalAccess } from './init-parts.ts';

interface Unasked {
  readonly access: Partial<PortalAccess>;
  readonly jobs: readonly InitJob[];
  readonly answer: readonly { readonly name: string; readonly value: string }[];
  readonly replace: boolean;
}

/**
 * The first set-up without a question. Nothing is written unless all of it can be.
 * Errors: `invalid-input` for what is missing, unknown or would be replaced, and what the portal fails with.
 */
export async function setUpUnasked(
  { access, jobs, answer, replace }: Unasked,
  { parts: { init } }: CommandContext,
): Promise<readonly string[]> {
  const { url, apiKey } = access;
  if (url === undefined || apiKey === undefined || jobs.length === 0) throw refuseMissing(access, jobs);
  const asked = jobs.flatMap(({ questions }) => questions);
  refuseUnknown(answer, asked);
  const portal = await init.connect({ url, apiKey });
  refuseUnusable(portal);
  const answers = new Map<string, readonly Picked[]>();
  for (const { name, value } of answer) {
    const question = asked.find((one) => one.name === name);
    if (question) answers.set(name, await portal.resolve(question, value));
  }
  const draft = await init.draft({ url: portal.url, apiKey, jobs: jobs.map(({ name }) => name), answers });
  if (!replace) refuseReplacing(draft);
  return draft.write(() => true);
}

function refuseMissing({ url, apiKey }: Partial<PortalAccess>, jobs: readonly InitJob[]): AppError {
  const missing = [
    ...(url === undefined ? ['--portal'] : []),
    ...(apiKey === undefined ? ['--key-file (or DOCSPACE_API_KEY)'] : []),
    ...(jobs.length === 0 ? ['--job'] : []),
  ];
  return new AppError('invalid-input', `With --yes nothing is asked, and this is missing: ${missing.join(', ')}.`, {
    hint: 'See: concierge init --help',
  });
}

function refuseUnknown(answers: Unasked['answer'], asked: readonly InitQuestion[]): void {
  const unknown = answers.find(({ name }) => !asked.some((question) => question.name === name));
  if (unknown === undefined) return;
  throw new AppError('invalid-input', `None of these jobs asks for ${unknown.name}.`, {
    hint: `They ask for ${asked.map(({ name }) => name).join(', ')}.`,
  });
}

function refuseUnusable(portal: InitPortal): void {
  if (isUsable(portal)) return;
  const [first] = portal.checks.filter(({ state }) => state === 'bad');
  throw new AppError(
    portal.isReached ? 'rejected' : 'unavailable',
    `${first?.name ?? 'Portal'}: ${first?.text ?? ''}`,
    {
      ...(first?.hint === undefined ? {} : { hint: first.hint }),
    },
  );
}

function refuseReplacing({ files }: InitDraft): void {
  const replaced = files.filter((file) => file.replaces);
  if (replaced.length === 0) return;
  const all = replaced.map(({ path, about }) => `${path} (${about})`).join(', ');
  throw new AppError('invalid-input', `This is there already, and says something else: ${all}.`, {
    hint: 'Look at it, then add --replace, or move it away.',
  });
}
