import { describe, expect, it } from 'vitest';
import { ada, answering, aRoom, withServer } from '../../test/contract/support/answering-portal.ts';
import { replyJson, startReplyServer } from '../../test/contract/support/start-reply-server.ts';

describe('the owner of a room', () => {
  it('is changed for this room alone', async () => {
    await using server = await answering([aRoom()]);
    await server.portal.changeOwner(77, ada);
    expect(server.lines()).toEqual([`POST files/owner {"folderIds":[77],"fileIds":[],"userId":"${ada}"}`]);
  });

  it('stays, with a hint, when the portal refuses', async () => {
    const refusal = { error: { message: 'You cannot select this user' }, status: 1 };
    await using server = withServer(await startReplyServer(replyJson(refusal, 403)));
    await expect(server.portal.changeOwner(77, ada)).rejects.toMatchObject({
      kind: 'forbidden',
      message: 'Could not change the owner of room 77: the portal does not allow it: You cannot select this user',
      hint: 'Only the owner and DocSpace admins give a room away, to an active room admin or DocSpace admin, and never in the Archive.',
      details: { effect: 'none' },
    });
  });
});
