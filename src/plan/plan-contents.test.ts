import { describe, expect, it } from 'vitest';
import { aCopy, aFolder, facts } from '../../test/support/plan-values.ts';
import type { DesiredItem } from '../blueprint/desired-room.ts';
import type { ObservedFolder } from './facts.ts';
import { planContents } from './plan-contents.ts';

function plan(items: readonly DesiredItem[], found?: ObservedFolder) {
  return planContents(items, { path: '', found, after: [], looksFirst: false }, facts);
}

function titleOf(item: DesiredItem): string | undefined {
  const [action] = plan([item]).actions;
  return action?.kind === 'copy-file' ? action.title : undefined;
}

describe('the title of a copy', () => {
  it.each([
    [1, undefined, 'First week.docx'],
    [2, undefined, 'Goals_ 2026.xlsx'],
    [1, 'Welcome', 'Welcome.docx'],
    [1, ' Welcome ', 'Welcome.docx'],
    [1, 'Welcome.docx', 'Welcome.docx'],
    [1, 'Welcome.DOCX', 'Welcome.DOCX'],
    [4, 'plan.pdf', 'plan.pdf'],
    [1, 'a/b: c', 'a_b_ c.docx'],
    [1, 'Dr. No', 'Dr. No.docx'],
    [3, 'NOTES', 'NOTES'],
  ])('of file %i as %j is %j', (fileId, as, title) => {
    expect(titleOf(aCopy(fileId, as))).toBe(title);
  });

  it.each(['Welcome.pdf', 'Welcome.doc', 'Welcome.docx.zip'])('is refused as %s, with another extension', (as) => {
    const error = {
      kind: 'invalid-blueprint',
      message: `"${as}" cannot be a copy of "First week.docx": the extension differs.`,
      hint: 'Let `as` end in .docx, or leave the extension out.',
    };
    expect(() => plan([aCopy(1, as)])).toThrow(expect.objectContaining(error));
  });

  it('keeps its extension when it is cut', () => {
    for (const as of ['x'.repeat(165), 'x'.repeat(300), `${'x'.repeat(200)}.docx`]) {
      expect(titleOf(aCopy(1, as))).toBe(`${'x'.repeat(160)}.docx`);
    }
  });
});

describe('two entries of one folder', () => {
  it.each([
    ['"the room" have the title "A_B/"', [aFolder('A/B'), aFolder(' A:B ')]],
    ['"the room" have the title "First week.docx"', [aCopy(1), aCopy(1)]],
    ['"the room" have the title "First week.docx"', [aCopy(1), aCopy(1, 'First week')]],
    ['"Inner/" have the title "x/"', [aFolder('Inner', aFolder('x'), aFolder('x'))]],
  ])('are refused when the portal would call them the same: two of %s', (what, items) => {
    const message = `Two entries of ${what}.`;
    expect(() => plan(items)).toThrow(expect.objectContaining({ kind: 'invalid-blueprint', message }));
  });

  it('may be a folder and a file of one title, or of one title in two folders', () => {
    expect(plan([aFolder('NOTES'), aCopy(3, 'NOTES')]).actions).toHaveLength(2);
    expect(plan([aFolder('A', aFolder('x')), aFolder('B', aFolder('x'))]).actions).toHaveLength(4);
  });
});

describe('what is there', () => {
  it('is known by its cleaned title', () => {
    const found = {
      id: 1,
      files: [{ id: 2, title: 'a_b.docx' }],
      folders: [{ id: 3, title: 'Team __', files: [], folders: [] }],
    };
    const items = [aFolder('Team 😀'), aCopy(1, 'a|b')];
    expect(plan(items, found)).toEqual({
      actions: [],
      notes: ['folder Team __/ is there', 'file a_b.docx is there'],
      named: ['folder:Team __/', 'file:a_b.docx'],
    });
  });

  it('is a folder only if it is one, and a file only if it is one', () => {
    const found = {
      id: 1,
      files: [{ id: 2, title: 'A' }],
      folders: [{ id: 3, title: 'NOTES', files: [], folders: [] }],
    };
    expect(plan([aFolder('A'), aCopy(3, 'NOTES')], found).actions.map(({ kind }) => kind)).toEqual([
      'create-folder',
      'copy-file',
    ]);
  });

  it('is nothing for a file that was not looked up, which is a defect', () => {
    expect(() => plan([aCopy(99)])).toThrow(expect.objectContaining({ kind: 'defect' }));
  });
});
