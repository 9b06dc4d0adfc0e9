import type { Crm } from '../../contract/support/hubspot-double.ts';
import type { ServiceProcess } from '../service-process.ts';
import type { TestMailServer } from '../smtp.ts';
import type { TestPortal } from '../test-portal.ts';
import type { runCommand } from '../run-command.ts';
import type { Environment } from '../child-process.ts';

/** What jobs are done in. Processes come and go meanwhile. */
export interface JobWorld {
  readonly portal: TestPortal;
  readonly mail: TestMailServer;
  readonly crm: Crm;
  readonly settings: Environment;
  /** The process that serves now. */
  service(): ServiceProcess;
  /** Runs a command line of the installation in a folder. */
  command(args: readonly string[], cwd: string): ReturnType<typeof runCommand>;
}

/** Something that a user has done by Concierge. */
export interface Job {
  readonly name: string;
  /** What is there in the end, as `outcome` answers it. */
  readonly expected: unknown;
  /** Brings about what the job needs before it. `id` tells this doing of the job from others in the same portal. */
  prepare(id: string): Promise<PreparedJob>;
}

/** One doing of a job. */
interface PreparedJob {
  /** Starts it, as often as it takes to be heard: a process may be killed while it is told. */
  begin(): Promise<void>;
  /** Waits until it has ended, whichever process does it, and answers what is there, without what differs from doing to doing. */
  outcome(): Promise<unknown>;
}
