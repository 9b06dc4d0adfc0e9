import { AppError } from '../base/errors.ts';
import type { RoomLink } from '../docspace/room-link.ts';
import { describeLink } from '../plan/describe-parts.ts';
import { nameOf } from '../plan/plan-links.ts';
import type { PlannedLink, SetLink } from '../plan/plan.ts';
import type { ActionContext, ActionKind, ActionResult } from './action-kind.ts';
import { roomIdOf } from './folder-id-of.ts';

/**
 * Makes a link, or sets one anew. The primary link is made by reading it; further ones could be made twice, so after doubt the room's
 * links are listed. The address is a secret and stands in no result: only the link's id does.
 */
export const setLink: ActionKind<SetLink> = {
  kind: 'set-link',
  describe: ({ link, linkId }) => `${linkId === undefined ? 'make' : 'set'} ${describeLink(link)}`,

  async run(action, context) {
    const { link } = action;
    const known = action.linkId ?? (await idOfFound(link, context));
    if (known === undefined && link.kind === 'external' && link.name === 'primary') return setPrimary(action, context);
    return verified(action, await put(link, known, context));
  },

  // `run` looks by itself: what is there may still need its password.
  find: () => Promise.resolve(undefined),
};

/** After doubt a link may be there already; a room has one invitation link in any case. */
async function idOfFound(link: PlannedLink, context: ActionContext): Promise<string | undefined> {
  if (!context.isDoubtful && link.kind === 'external') return undefined;
  const links = await context.portal.links(roomIdOf(context));
  return links.find((one) => nameOf(one) === link.name)?.id;
}

async function setPrimary(action: SetLink, context: ActionContext): Promise<ActionResult> {
  const found = await context.portal.primaryLink(roomIdOf(context));
  if (isRight(action.link, found) && action.link.password === undefined) return verified(action, found);
  return verified(action, await put(action.link, found.id, context));
}

function put(link: PlannedLink, id: string | undefined, context: ActionContext): Promise<RoomLink> {
  const { name, kind, level, expiresAt, password, maxUses, denyDownload } = link;
  const isFurther = kind === 'external' && name !== 'primary';
  return context.portal.setLink(roomIdOf(context), {
    ...{ kind, level },
    ...(id === undefined ? {} : { id }),
    ...(isFurther ? { title: name } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(password === undefined ? {} : { password: context.secret(password) }),
    ...(maxUses === undefined ? {} : { maxUseCount: maxUses }),
    ...(denyDownload === undefined ? {} : { denyDownload }),
  });
}

function isRight({ level, expiresAt, denyDownload, maxUses }: PlannedLink, found: RoomLink): boolean {
  const second = (time: string): number => Math.floor(Date.parse(time) / 1_000);
  return (
    found.level === level &&
    (expiresAt === undefined || (found.expiresAt !== undefined && second(found.expiresAt) === second(expiresAt))) &&
    (denyDownload === undefined || found.denyDownload === denyDownload) &&
    (maxUses === undefined || found.maxUseCount === maxUses)
  );
}

function verified({ link }: SetLink, made: RoomLink): ActionResult {
  if (!isRight(link, made) || (link.password !== undefined && !made.hasPassword)) {
    throw new AppError(
      'rejected',
      `The portal made ${made.kind} link "${made.title}" otherwise than it was asked to.`,
      {
        hint: 'Look at the links of the room in the portal; remove the link and retry the run.',
      },
    );
  }
  const { expiresAt } = link;
  const added = { item: `link:${link.name}`, portalId: made.id, ...(expiresAt === undefined ? {} : { expiresAt }) };
  return { added: [added], summary: describeLink(link) };
}
