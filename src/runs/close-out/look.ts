import type { RunRoom } from '../run.ts';
import { roomIdOf } from '../subject.ts';
import type { CloseOut } from './close-out.ts';
import { continueWork, isCarriedOut } from './continue-work.ts';
import { type CloseOutFacts, decideCloseOut, type Decision } from './decide.ts';
import { readFacts } from './read-facts.ts';

/** What is written down of a close-out before its first write. */
export interface Begun {
  /** The run that began it. */
  readonly runId: string;
  /** When that run began. ISO 8601 in UTC. */
  readonly time: string;
  /** Whether that was an earlier attempt, of this run or another. */
  readonly isContinued: boolean;
  /** Whether the earlier attempt did everything but tell of it. */
  readonly isCarriedOut: boolean;
}

/** Plain JSON, kept in the journal. */
interface Looked {
  readonly decision: Decision;
  readonly room: RunRoom;
  /** Set when there is work. */
  readonly begun?: Begun;
}

/** Reads everything, decides, and writes down what is to be done: the portal is only read. Again, it answers with what it wrote down. */
export async function look(closing: Omit<CloseOut, 'scope'>): Promise<Looked> {
  const { roomId, facts, room } = await read(closing);
  const { input, order, time, parts } = closing;
  const { closeOuts } = parts;
  const continued = await goOn(facts, closing);
  if (continued) return { ...continued, room };
  const allowed = parts.allowBorrow ? order : { ...order, ownership: 'never' as const };
  const decision = decideCloseOut(allowed, facts, input.options.archive === true);
  if (decision.kind === 'end') return { decision: await unlessOwnWork(decision, facts, closing), room };
  await closeOuts.begin({ runId: input.runId, roomId, blueprint: order.name, time, work: decision });
  return { decision, room, begun: { runId: input.runId, time, isContinued: false, isCarriedOut: false } };
}

/** Where nothing is left to do since another run went on with what this one had begun, this one has done it too. */
async function unlessOwnWork(
  decision: Extract<Decision, { kind: 'end' }>,
  { room }: CloseOutFacts,
  { input, parts }: Omit<CloseOut, 'scope'>,
): Promise<Decision> {
  const isLeftAsWanted = decision.state === 'nothing-to-do' && room.archived;
  if (!isLeftAsWanted || !(await parts.closeOuts.isSettled(input.runId))) return decision;
  return { ...decision, state: 'done', reason: 'what this run began has been carried out to its end' };
}

async function read({ input, parts }: Omit<CloseOut, 'scope'>) {
  const facts = await readFacts(roomIdOf(input.subject), parts);
  const { id, title, url } = facts.room;
  return { roomId: id, facts, room: { id, title, url } };
}

/** Goes on with what an earlier attempt began. One whose room a person took out of the Archive since has come to its end. */
async function goOn(
  facts: CloseOutFacts,
  { input, order, parts: { closeOuts } }: Omit<CloseOut, 'scope'>,
): Promise<Pick<Looked, 'decision' | 'begun'> | undefined> {
  const { room } = facts;
  const found = await closeOuts.findBegun(room.id, order.name);
  if (!found) return undefined;
  const { runId, time, work, isOpen } = found;
  const isRestored = work.archived && !room.archived && !isOpen;
  if (isRestored) await closeOuts.settle(runId);
  const isForArchiving = work.archived || room.archived || input.options.archive === true;
  if (isRestored || !isForArchiving) return undefined;
  const decision = continueWork(work, facts);
  return { decision, begun: { runId, time, isContinued: true, isCarriedOut: isCarriedOut(decision, facts) } };
}
