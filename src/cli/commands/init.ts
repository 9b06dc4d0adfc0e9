import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { askForJobs, askForPick, askForPortal, askToWrite } from '../init/ask-set-up.ts';
import type { InitJob, Picked } from '../init/init-parts.ts';
import { createPrompter } from '../init/prompter.ts';
import { setUpUnasked } from '../init/set-up-unasked.ts';
import { readTextFile } from '../read-files.ts';
import { collect, splitPair } from '../target-options.ts';

const Options = z.object({
  portal: z.string().exactOptional(),
  keyFile: z.string().exactOptional(),
  job: z.array(z.string()).default([]),
  answer: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  yes: z.boolean().default(false),
  replace: z.boolean().default(false),
});

export function addInitCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('init')
    .description('set it up for your portal: asks, tests the key, and writes .env and blueprints')
    .option('--portal <url>', 'the address of the portal')
    .option('--key-file <file>', 'a file that holds the API key; - is standard input. Or set DOCSPACE_API_KEY')
    .option('--job <name>', 'a job that is wanted; may be given several times', collect(String))
    .option(
      '--answer <name=id>',
      'what a job is given, such as HR_GROUP_ID=…; may be given several times',
      collect(readAnswer),
    )
    .option('--yes', 'ask nothing: portal, key and jobs are given here or are set already')
    .option('--replace', 'with --yes: replace what is there already and says something else')
    .addHelpText(
      'after',
      formatExamples(
        'init',
        'init --portal https://docspace.example.com --key-file key.txt --job home-room --job guest-close-out --yes',
        'init --job home-room --answer HOME_TEMPLATE_FILE_IDS=111,112 --yes',
      ),
    );

  command.action(async () => {
    const { keyFile, portal, ...options } = Options.parse(command.opts());
    const key = keyFile === undefined ? undefined : (await readTextFile(keyFile, context.io.stdin)).trim();
    const access = {
      ...context.parts.init.known(),
      ...(portal === undefined ? {} : { url: portal }),
      ...(key === undefined ? {} : { apiKey: key }),
    };
    const jobs = options.job.map((name) => findJob(name, context));
    const written = options.yes
      ? await setUpUnasked({ ...options, access, jobs }, context)
      : await setUpAsked({ access, jobs }, context);
    report(written, context);
  });
}

interface Given {
  readonly access: Parameters<typeof askForPortal>[1];
  readonly jobs: readonly InitJob[];
}

async function setUpAsked({ access, jobs }: Given, { parts, io, output }: CommandContext): Promise<readonly string[]> {
  const terminal = output.isTalking ? io.terminal() : undefined;
  if (!terminal) {
    throw new AppError('invalid-input', 'Nobody can be asked: this is no terminal.', {
      hint: 'Say everything by options: --portal, --key-file (or DOCSPACE_API_KEY), --job and --yes. See: concierge init --help',
    });
  }
  const prompter = createPrompter(terminal);
  prompter.begin('Concierge: set up for your portal');
  const { portal, apiKey } = await askForPortal(parts.init, access, prompter);
  const wanted = jobs.length > 0 ? jobs : await askForJobs(parts.init.jobs, prompter);
  const answers = new Map<string, readonly Picked[]>();
  for (const job of wanted) {
    prompter.say('plain', `${job.name}: ${job.about}. Each question may be left unanswered.`);
    for (const question of job.questions) answers.set(question.name, await askForPick(question, portal, prompter));
  }
  const names = wanted.map(({ name }) => name);
  const draft = await parts.init.draft({ url: portal.url, apiKey, jobs: names, answers });
  const written = await askToWrite(draft, prompter);
  prompter.end(written.length > 0 ? 'Done.' : 'Nothing was written.');
  return written;
}

const next = [
  'Next:',
  '  concierge doctor     says what is still missing',
  '  concierge check      judges the blueprints',
  '  concierge serve      runs the service',
] as const;

function report(written: readonly string[], { output }: CommandContext): void {
  const lines = written.map((path) => `wrote ${path}`);
  output.result({
    json: { written },
    lines: written.length === 0 ? ['Nothing was written.'] : lines,
    summary: written.length === 0 ? [] : ['', ...next],
  });
}

function findJob(name: string, { parts }: CommandContext): InitJob {
  const job = parts.init.jobs.find((one) => one.name === name);
  if (job) return job;
  throw new AppError('invalid-input', `There is no job "${name}".`, {
    hint: `There are ${parts.init.jobs.map((one) => one.name).join(', ')}.`,
  });
}

function readAnswer(text: string) {
  const pair = splitPair(text);
  if (pair && pair.value.trim() !== '') return pair;
  throw new InvalidArgumentError('Write it like HR_GROUP_ID=the id.');
}
