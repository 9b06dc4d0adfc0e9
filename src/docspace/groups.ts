import * as z from 'zod';
import { pageSize } from './paging.ts';
import type { Send } from './portal-call.ts';

const Group = z.object({ id: z.guid(), name: z.string(), membersCount: z.int().default(0) });
type Group = z.infer<typeof Group>;

export interface GroupReads {
  /** A group of people by guid. Throws `not-found`, and `forbidden` for an account that is no room admin (DocSpace server, Acl.cs). */
  group(id: string): Promise<Group>;
  /** Groups whose name has this part, one page of them. Throws `forbidden` as above. */
  groups(text: string): Promise<readonly Group[]>;
  /** The groups that a person is in, without those of the portal itself, such as Everyone. Throws `forbidden` as above. */
  groupsOf(personId: string): Promise<readonly Pick<Group, 'id' | 'name'>[]>;
}

const GroupSummary = z.object({ id: z.guid(), name: z.string(), isSystem: z.boolean().default(false) });

export function createGroupReads(send: Send): GroupReads {
  return {
    async group(id) {
      const { answer } = await send({
        method: 'GET',
        template: 'group/{id}',
        ids: { id },
        query: { includeMembers: 'false' },
        effect: 'read',
        intent: `read group ${id}`,
        answer: Group,
      });
      return answer;
    },
    async groups(text) {
      const { answer } = await send({
        method: 'GET',
        template: 'group',
        query: { count: pageSize, ...(text === '' ? {} : { filterValue: text }) },
        effect: 'read',
        intent: 'list groups',
        answer: z.array(Group),
      });
      return answer;
    },
    async groupsOf(personId) {
      const { answer } = await send({
        method: 'GET',
        template: 'group/user/{userId}',
        ids: { userId: personId },
        effect: 'read',
        intent: `list the groups of person ${personId}`,
        answer: z.array(GroupSummary),
      });
      return answer.filter(({ isSystem }) => !isSystem).map(({ id, name }) => ({ id, name }));
    },
  };
}
