import { expect, it } from 'vitest';
import { textWith } from '../../test/support/matchers.ts';
import { openTestStore } from '../../test/support/open-test-store.ts';
import { createDocumentRecords } from './documents.ts';

const document = { hash: 'ab'.repeat(32), name: 'home-room', file: 'home-room.yaml', text: 'kind: Room' };

it('keeps a document by its hash, as it was first stored', async () => {
  await using database = await openTestStore();
  const documents = createDocumentRecords(database.store.db);
  await Promise.all([documents.save(document), documents.save(document)]);
  await documents.save({ ...document, file: 'moved.yaml' });
  expect(await documents.read(document.hash)).toEqual(document);
});

it('says what to do about a document that is not there', async () => {
  await using database = await openTestStore();
  await expect(createDocumentRecords(database.store.db).read(document.hash)).rejects.toMatchObject({
    kind: 'not-found',
    message: textWith('abababababab.'),
    hint: 'Apply the blueprint anew.',
  });
});
