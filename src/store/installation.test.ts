import { expect, it } from 'vitest';
import { openTestStore } from '../../test/support/open-test-store.ts';
import { createInstallation } from './installation.ts';

it('settles a value once, and answers that one to everybody', async () => {
  await using database = await openTestStore();
  const installation = createInstallation(database.store.db);
  const answers = await Promise.all(['a', 'b', 'c'].map((value) => installation.settle('portal', value)));
  expect(new Set(answers).size).toBe(1);
  expect(await installation.settle('portal', 'd')).toBe(answers[0]);
  expect(await installation.settle('other', 'e')).toBe('e');
});
