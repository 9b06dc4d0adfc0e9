import { behaveAsHubspot, createCrm } from '../contract/support/hubspot-double.ts';
import { startVendor } from '../contract/support/start-vendor.ts';
import { createInstallation } from '../support/installation.ts';
import { createJobs } from '../support/jobs/create-jobs.ts';
import type { Job } from '../support/jobs/job.ts';
import { startKillableService } from '../support/killable-process.ts';
import { startMailServer } from '../support/smtp.ts';
import { startCallProxy } from '../support/wire/call-proxy.ts';
import type { Moment, Passage } from '../support/wire/gate.ts';
import { createCallCoverage, doings } from './call-coverage.ts';
import { createKiller } from './kill-together.ts';

interface DisturbedJobs extends AsyncDisposable {
  /** What each job comes to. */
  readonly expected: Outcomes;
  /** Does each job with nothing in its way. Answers what they come to, and the calls that they made to the portal and the CRM. */
  record(): Promise<{ readonly outcomes: Outcomes; readonly calls: readonly string[] }>;
  /** Does each job twice at once, while each of the recorded calls goes wrong, once before it and once after it. */
  disturb(disturbance: Disturbance, recorded: readonly string[]): Promise<Disturbed>;
}

/** How a call goes wrong: the process is killed with -9 before it arrives or before its reply does, or only the connection is cut. */
type Disturbance = 'kill' | 'cut';

/** What each doing of a job comes to, in the order of jobs. */
type Outcomes = readonly { readonly name: string; readonly outcome: unknown }[];

interface Disturbed {
  readonly outcomes: readonly Outcomes[];
  /** Calls that did not go wrong at each moment. */
  readonly missing: readonly string[];
}

/** An installation with a portal and a CRM, and everything that users have done by it. */
export async function startDisturbedJobs(): Promise<DisturbedJobs> {
  await using stack = new AsyncDisposableStack();
  const crm = createCrm();
  const vendor = stack.use(await startVendor(behaveAsHubspot(crm)));
  const mail = stack.use(await startMailServer());
  const installation = stack.use(
    await createInstallation({ smtpUrl: mail.url, env: { HUBSPOT_TOKEN: 'pat-eu1-test' } }),
  );
  const { portal, settings } = installation;
  const proxies = [stack.use(await startCallProxy(portal.url)), stack.use(await startCallProxy(vendor.url))] as const;
  const gates = proxies.map(({ gate }) => gate);
  const service = stack.use(
    await startKillableService({ ...settings, DOCSPACE_BASE_URL: proxies[0].url, HUBSPOT_URL: proxies[1].url }),
  );
  await portal.registerWebhook(service.service().url);
  const all = createJobs({
    ...{ portal, mail, crm, settings },
    service: () => service.service(),
    command: (args) => installation.command(args),
  });
  // The rows of a file are client rooms; that its command goes on after a kill is seen by the command's own tests.
  const jobs = all.filter(({ name }) => name !== 'csv');

  const disposal = stack.move();
  return {
    expected: jobs.map(({ name, expected }) => ({ name, outcome: expected })),
    async record() {
      const prepared = await prepare(jobs, doings.recorded);
      for (const gate of gates) gate.open();
      await begin(prepared);
      const outcomes = await lookAt(prepared);
      return { outcomes, calls: gates.flatMap(({ passed }) => passed) };
    },
    async disturb(disturbance, recorded) {
      const prepared = await Promise.all(doings.disturbed.map((doing) => prepare(jobs, doing)));
      // A new process remembers nothing that it has asked before.
      await service.kill9();
      await service.ready();
      const coverage = createCallCoverage(recorded);
      const killer = createKiller(service, () => {
        for (const proxy of proxies) proxy.cutAll();
      });
      for (const gate of gates)
        gate.watch((what) => (disturbance === 'kill' ? killer.pass(what, coverage) : cutAt(coverage.take(what))));
      await Promise.all(prepared.map(begin));
      killer.begin();
      const outcomes = await Promise.all(prepared.map(lookAt));
      for (const gate of gates) gate.open();
      return { outcomes, missing: coverage.missing() };
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

type Prepared = readonly { readonly name: string; readonly doing: Awaited<ReturnType<Job['prepare']>> }[];

async function prepare(jobs: readonly Job[], doing: string): Promise<Prepared> {
  return Promise.all(jobs.map(async (job) => ({ name: job.name, doing: await job.prepare(`${job.name}-${doing}`) })));
}

async function begin(prepared: Prepared): Promise<void> {
  await Promise.all(prepared.map(({ doing }) => doing.begin()));
}

async function lookAt(prepared: Prepared): Promise<Outcomes> {
  return Promise.all(prepared.map(async ({ name, doing }) => ({ name, outcome: await doing.outcome() })));
}

function cutAt(moment: Moment | undefined): Passage {
  return { before: () => Promise.resolve(moment !== 'before'), after: () => Promise.resolve(moment !== 'after') };
}
