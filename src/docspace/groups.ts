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
}

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
  };
}
