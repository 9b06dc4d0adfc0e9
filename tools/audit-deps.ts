import { spawnSync } from 'node:child_process';
import { z } from 'zod';

/**
 * `npm run audit:deps`: asks the registry for known weaknesses of what is installed with Concierge. Ends with 0 when there are none, 1 when
 * there are (each is named, with its fix), and 3 when nobody could be asked: a registry without that service says nothing, and that is
 * not the same as nothing to say.
 */
const Weakness = z.object({
  name: z.string(),
  severity: z.string(),
  range: z.string(),
  fixAvailable: z.union([z.boolean(), z.object({ name: z.string(), version: z.string() })]),
});
const Answer = z.object({ vulnerabilities: z.record(z.string(), Weakness) });
const Refusal = z.object({ message: z.string() });

process.exitCode = report(spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' }).stdout);

function report(text: string): number {
  const answer: unknown = parse(text);
  const { data } = Answer.safeParse(answer);
  if (!data) {
    const reason = Refusal.safeParse(answer).data?.message ?? 'npm gave no answer that can be read';
    say(`The dependencies could not be audited: ${reason.replaceAll(/https?:\/\/\S+/g, 'the registry')}`);
    say('Ask a registry that offers npm audit: npm run audit:deps --registry=ADDRESS');
    return 3;
  }
  const weak = Object.values(data.vulnerabilities);
  for (const { name, severity, range, fixAvailable } of weak) {
    const fix = typeof fixAvailable === 'object' ? `fixed by ${fixAvailable.name} ${fixAvailable.version}` : '';
    say(`${severity}: ${name} ${range} ${fix || (fixAvailable === true ? 'fixed by npm audit fix' : 'no fix yet')}`);
  }
  say(
    weak.length === 0 ? 'No known weaknesses in what is installed with Concierge.' : `${String(weak.length)} packages.`,
  );
  return weak.length === 0 ? 0 : 1;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
