import { describe, expect, it } from 'vitest';
import { triggersFromMask, triggersToMask } from './webhook-triggers.ts';

describe('webhook triggers', () => {
  it("are a mask of the vendor's numbers", () => {
    expect(triggersToMask(['user.created', 'user.updated'])).toBe(5);
    expect(triggersToMask(['room.archived'])).toBe(16_777_216);
    expect(triggersToMask(['folder.downloaded', 'user.created'])).toBe(34_359_738_369);
  });

  it('count once when named twice', () => {
    expect(triggersToMask(['user.created', 'user.created'])).toBe(1);
  });

  it('come back from a mask, beyond 32 bits too', () => {
    const mask = triggersToMask(['agent.created', 'user.created', 'folder.downloaded']);
    expect(triggersFromMask(mask)).toEqual(['user.created', 'agent.created', 'folder.downloaded']);
  });

  it('are all with the mask 0, and leave out what a later portal may add', () => {
    expect(triggersFromMask(0)).toBe('all');
    expect(triggersFromMask(2 ** 40 + 1)).toEqual(['user.created']);
  });
});
