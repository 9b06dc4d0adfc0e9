import { describe, expect, it } from 'vitest';
import { answering, aRoom, withServer } from '../../test/contract/support/answering-portal.ts';
import { replyJson, startReplyServer } from '../../test/contract/support/start-reply-server.ts';

describe('a room template', () => {
  it('is read as a room', async () => {
    await using server = await answering(aRoom({ id: 5, rootFolderType: 30 }));
    expect(await server.portal.roomTemplate(5)).toMatchObject({ id: 5, type: 'collaboration', isTemplate: true });
    expect(server.lines()).toEqual(['GET files/rooms/5']);
  });

  it.each([14, 20])('is not found where there is a room of section %i', async (rootFolderType) => {
    await using server = await answering(aRoom({ rootFolderType }));
    await expect(server.portal.roomTemplate(77)).rejects.toMatchObject({
      kind: 'not-found',
      message: '77 "Home" is a room and no room template.',
    });
  });
});

describe('a room from a template', () => {
  const fresh = { roomId: -1, progress: 0, isCompleted: false };
  const failed = { roomId: -1, progress: 30, error: 'No room left', isCompleted: true };
  const complete = { roomId: 77, progress: 100, error: '', isCompleted: true };

  it('is asked for with exactly what is given', async () => {
    await using server = await answering(fresh);
    const room = { templateId: 5, title: 'Client', tags: ['client'] };
    const job = await server.portal.createRoomFromTemplate(room);
    expect(job).toEqual({ roomId: undefined, progress: 0, completed: false });
    await server.portal.createRoomFromTemplate({ ...room, quotaBytes: 5_000, denyDownload: false });
    const start = 'POST files/rooms/fromTemplate {"templateId":5,"title":"Client","tags":["client"]';
    expect(server.lines()).toEqual([`${start}}`, `${start},"quota":5000,"denyDownload":false}`]);
  });

  it('is followed until it is complete, or has failed', async () => {
    await using done = await answering(complete);
    await using gone = await answering(failed);
    expect(await done.portal.templateJob()).toEqual({ roomId: 77, progress: 100, completed: true });
    expect(await gone.portal.templateJob()).toEqual({
      ...{ roomId: undefined, progress: 30, error: 'No room left', completed: true },
    });
    expect(done.lines()).toEqual(['GET files/rooms/fromTemplate/status']);
  });

  it('has no job where nobody ever asked for one', async () => {
    await using server = await answering(undefined);
    expect(await server.portal.templateJob()).toBeUndefined();
  });

  it('says whom a template is for when it is refused', async () => {
    await using server = withServer(await startReplyServer(replyJson({ error: { message: 'Access denied' } }, 403)));
    const refused = server.portal.createRoomFromTemplate({ templateId: 5, title: 'A', tags: [] });
    await expect(refused).rejects.toMatchObject({
      kind: 'forbidden',
      hint: 'Only room admins and DocSpace admins may create rooms, from templates that they may see.',
      details: { effect: 'none' },
    });
  });
});
