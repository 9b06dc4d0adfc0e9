import { behaveAsHubspot, createCrm } from '../contract/support/hubspot-double.ts';
import { startVendor } from '../contract/support/start-vendor.ts';
import { createInstallation } from '../support/installation.ts';
import { createJobs } from '../support/jobs/create-jobs.ts';
import type { Job } from '../support/jobs/job.ts';
import { startKillableService } from '../support/killable-service.ts';
import { startMailServer } from '../support/smtp.ts';
import { startCallProxy } from '../support/wire/call-proxy.ts';
import type { Moment } from '../support/wire/gate.ts';

interface DisturbedJobs extends AsyncDisposable {
  /** What the jobs come to, by name. */
  readonly expected: Readonly<Record<string, unknown>>;
  /** Does all jobs at once with nothing in their way. Answers what they come to, and the calls that they made. */
  record(): Promise<Done>;
  /** Does all jobs at once while each of the calls that were recorded, once, is lost, or its reply: a job is disturbed as often as it calls. */
  disturb(moment: Moment, recorded: Done): Promise<Done>;
}

interface Done {
  readonly outcomes: Readonly<Record<string, unknown>>;
  /** Calls that passed, or in a disturbed doing went wrong, without what differs from doing to doing. */
  readonly calls: readonly string[];
}

/** An installation with a portal and a CRM, and everything that users have done by it. */
export async function startDisturbedJobs(): Promise<DisturbedJobs> {
  await using stack = new AsyncDisposableStack();
  const crm = createCrm();
  const vendor = stack.use(await startVendor(behaveAsHubspot(crm)));
  const mail = await startMailServer();
  stack.defer(() => mail.stop());
  const installation = stack.use(
    await createInstallation({ smtpUrl: mail.url, env: { HUBSPOT_TOKEN: 'pat-eu1-test' } }),
  );
  const { portal, settings } = installation;
  const proxies = [stack.use(await startCallProxy(portal.url)), stack.use(await startCallProxy(vendor.url))] as const;
  const gates = proxies.map(({ gate }) => gate);
  const process = stack.use(
    await startKillableService({ ...settings, DOCSPACE_BASE_URL: proxies[0].url, HUBSPOT_URL: proxies[1].url }),
  );
  await portal.registerWebhook(process.service().url);
  const all = createJobs({
    ...{ portal, mail, crm, settings },
    service: () => process.service(),
    command: (args) => installation.command(args),
  });
  // The rows of a file are client rooms; that its command goes on after a kill is seen by the command's own tests.
  const jobs = all.filter(({ name }) => name !== 'csv');

  const disposal = stack.move();
  return {
    expected: Object.fromEntries(jobs.map(({ name, expected }) => [name, expected])),
    async record() {
      const prepared = await prepare(jobs, 'undisturbed');
      for (const gate of gates) gate.open();
      const outcomes = await doAll(prepared);
      return { outcomes, calls: gates.flatMap(({ passed }) => passed.map(templateOf)) };
    },
    async disturb(moment, recorded) {
      const prepared = await prepare(jobs, 'disturbed');
      // A new process remembers nothing that it has asked before.
      await process.kill9();
      await process.ready();
      const struck = new Set<string>();
      for (const gate of gates) {
        gate.watch(moment, (what) => {
          const call = withoutTimes(what);
          const isNew = !struck.has(call) && recorded.calls.includes(templateOf(call));
          if (isNew) struck.add(call);
          return Promise.resolve(!isNew);
        });
      }
      const outcomes = await doAll(prepared);
      for (const gate of gates) gate.open();
      return { outcomes, calls: [...struck].map(templateOf) };
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

type Prepared = readonly { readonly name: string; readonly doing: Awaited<ReturnType<Job['prepare']>> }[];

async function prepare(jobs: readonly Job[], doing: string): Promise<Prepared> {
  return Promise.all(jobs.map(async (job) => ({ name: job.name, doing: await job.prepare(`${job.name}-${doing}`) })));
}

async function doAll(prepared: Prepared): Promise<Readonly<Record<string, unknown>>> {
  await Promise.all(prepared.map(({ doing }) => doing.begin()));
  const outcomes = await Promise.all(prepared.map(async ({ name, doing }) => [name, await doing.outcome()] as const));
  return Object.fromEntries(outcomes);
}

/** A call that is made again is the same, though it may say when it is made. */
function withoutTimes(call: string): string {
  return call.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d{13}\b/g, 'TIME');
}

/** Method and path; ids and what is sent differ from doing to doing. */
function templateOf(call: string): string {
  const [method = '', url = ''] = call.split(' ');
  const path = decodeURIComponent(url).split('?')[0] ?? '';
  return `${method} ${path.replaceAll(/\/([\da-f-]{36}|\d+|[^/]*@[^/]*)(?=\/|$)/g, '/{id}')}`;
}
