import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

/** `npm run fuzz [-- RUNS [SEED]]`: tries many inputs at each door and prints how many, with the seed that brings the same ones again. */
const [runs = '20000', seed = String(randomInt(2 ** 31))] = process.argv.slice(2);
process.stdout.write(`fuzz: ${runs} inputs for each door, seed ${seed}\n`);
const { status } = spawnSync('vitest', ['run', '--project', 'fuzz', '--testTimeout', '3600000'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: runs, FUZZ_SEED: seed },
});
process.exitCode = status ?? 1;
