/** What the gallery reads, by the seed of the demonstration: for tests beside sources, which may not reach into the sandbox. */
export { demoEnv } from '../../sandbox/seed/demo-ids.ts';
