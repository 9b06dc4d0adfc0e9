import { parseArgs } from 'node:util';
import { acknowledge } from './acknowledge.ts';
import { burst } from './burst.ts';
import { clientRoom } from './client-room.ts';
import { csv } from './csv.ts';
import { homeRoom } from './home-room.ts';
import { sandbox } from './sandbox.ts';
import { start } from './start.ts';
import { sweep } from './sweep.ts';
import { workers } from './workers.ts';
import { type Bench, type BenchResult, meetsGoal, ratioToGoal } from './support/bench.ts';
import { cleanUpAll } from './support/clean-up.ts';
import { renderTable } from './support/print-table.ts';
import { describeEnvironment } from './support/project.ts';
import { round } from './support/summarise.ts';

const benches: readonly Bench[] = [homeRoom, clientRoom, csv, acknowledge, burst, sweep, workers, start, sandbox];

const help = `Usage: npm run bench -- [NAME…] [--json] [--quick]

${benches.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')}

  --json       one JSON document instead of tables
  --quick      few samples: shows that the benches work, not how fast anything is
`;

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, help: { type: 'boolean' } },
  allowPositionals: true,
});
const unknown = positionals.filter((wanted) => !benches.some(({ name }) => name === wanted));

let isEnding = false;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void endBySignal(signal));

if (values.help) console.log(help);
else if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}.\n\n${help}`);
  process.exitCode = 2;
} else {
  const chosen = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  await runBenches(chosen).catch((error: unknown) => {
    // A bench whose programs are being ended fails, of course.
    if (!isEnding) throw error;
  });
}

async function runBenches(chosen: readonly Bench[]): Promise<void> {
  const { json = false, quick = false } = values;
  const environment = describeEnvironment();
  if (!json)
    console.log(
      Object.entries(environment)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', '),
    );
  const results: (BenchResult & { readonly name: string })[] = [];
  for (const { name, about, run } of chosen) {
    if (!json) console.log(`\n${name}: ${about}\n`);
    const result = await run({ quick });
    results.push({ name, ...result });
    if (!json) console.log(renderTable(result.figures).join('\n'));
  }
  if (json) console.log(JSON.stringify({ environment, quick, benches: results.map(describeResult) }, undefined, 2));
}

function describeResult({ name, figures, samples }: BenchResult & { readonly name: string }) {
  return {
    name,
    figures: figures.map((figure) => {
      const ratio = ratioToGoal(figure);
      return {
        ...figure,
        value: round(figure.value),
        ...(ratio === undefined ? {} : { ratio: round(ratio), met: meetsGoal(figure) }),
      };
    }),
    samples,
  };
}

/** What a bench has started ends with it. */
async function endBySignal(signal: NodeJS.Signals): Promise<void> {
  isEnding = true;
  await cleanUpAll();
  process.kill(process.pid, signal);
}
