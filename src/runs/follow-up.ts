import type { Blueprint } from '../blueprint/blueprint.ts';
import { type FollowUpContext, listFollowUps, renderFollowUp } from '../blueprint/render-room.ts';
import type { Scope } from '../engine/engine.ts';
import { isDoubtful } from './doubt.ts';
import { deliver, type FollowedUp } from './deliver.ts';
import type { RunInput } from './records.ts';
import type { RunParts } from './run-parts.ts';

export interface FollowUps {
  readonly input: RunInput;
  readonly blueprint: Blueprint;
  /** Whose follow-ups they are, so that no further attempt does one again: `room <id of the kept room>` or `run <id>`. */
  readonly owner: string;
  /** What expressions may read, but for the room's link, which is a secret and is read where it is used. */
  readonly context: WithoutLink;
  /** The link that `room.link` stands for. */
  readonly linkId?: string | undefined;
}

/** A close-out for a person has no room. */
type WithoutLink = Omit<FollowUpContext, 'room'> & {
  readonly room?: Omit<NonNullable<FollowUpContext['room']>, 'link'>;
};

/**
 * What follows a room or a close-out, in the order of the document, each a durable step. One that an earlier attempt did is not done
 * again; after a crash between doing and recording, a mail may go out a second time, with the same message id.
 * Answers remarks: what was not sent, and why.
 */
export async function followUp(followUps: FollowUps, parts: RunParts, scope: Scope): Promise<readonly string[]> {
  const { blueprint, context, owner, input } = followUps;
  const remarks: string[] = [];
  for (const [index, { id }] of listFollowUps(blueprint, withLink(context, '')).entries()) {
    const result = await scope.step(id, async ({ number }): Promise<FollowedUp> => {
      if ((await parts.followUps.done(owner)).has(id)) return { summary: `${id} was done before`, sent: true };
      const link = await readLink(followUps, parts);
      const order = renderFollowUp(blueprint, id, withLink(context, link));
      await parts.fence();
      const done = await deliver(order, {
        runId: input.runId,
        blueprint: input.blueprint,
        index,
        isDoubtful: isDoubtful({ number, attempt: input.attempt, scope }),
        secrets: link === '' ? [] : [link],
        parts,
      });
      if (done.sent) await parts.followUps.settle(owner, { id, runId: input.runId, summary: done.summary });
      return done;
    });
    if (!result.sent) remarks.push(`${result.summary}: ${result.reason}`);
  }
  return remarks;
}

function withLink({ room, ...context }: WithoutLink, link: string): FollowUpContext {
  return { ...context, ...(room ? { room: { ...room, link } } : {}) };
}

/** The address of the room's link; empty where the blueprint names none. */
async function readLink({ context, linkId }: FollowUps, { portal }: RunParts): Promise<string> {
  if (linkId === undefined || !context.room) return '';
  const link = (await portal.links(context.room.id)).find((one) => one.id === linkId);
  return link?.address.reveal() ?? '';
}
