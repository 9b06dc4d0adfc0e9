import { expect, test } from 'vitest';
import { readForm } from './form.ts';
import { ValidationProblem } from './portal-error.ts';

async function encode(form: FormData): Promise<{ bytes: Uint8Array; type: string }> {
  const response = new Response(form);
  const type = response.headers.get('content-type') ?? '';
  return { bytes: new Uint8Array(await response.arrayBuffer()), type };
}

test('files and fields of a form are read, with names of any script and bytes of any kind', async () => {
  const form = new FormData();
  const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);
  form.append('Title', 'Größe');
  form.append('file', new File([bytes], 'Ведомость – 1.bin'));
  form.append('file', new File([''], 'empty.txt', { type: 'text/plain' }));
  const encoded = await encode(form);
  const { files, text } = await readForm(encoded.bytes, encoded.type);
  expect(text('title')).toBe('Größe');
  expect(files.map(({ name, bytes: read }) => [name, read.length])).toEqual([
    ['Ведомость – 1.bin', 300_000],
    ['empty.txt', 0],
  ]);
  expect(Buffer.from(files[0]?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true);
});

test('a name that is only given in its encoded form is read', async () => {
  const body = [
    '--x',
    'Content-Disposition: form-data; name="file"; filename*=utf-8\'\'na%C3%AFve.txt',
    '',
    'hello',
    '--x--',
    '',
  ].join('\r\n');
  const { files } = await readForm(Buffer.from(body), 'multipart/form-data; boundary=x');
  expect(files.map(({ name }) => name)).toEqual(['naïve.txt']);
});

test('a form that is none, that has no boundary or that breaks off is a 400 and nothing worse', async () => {
  const form = new FormData();
  form.append('file', new File(['x'.repeat(100_000)], 'a.txt'));
  const { bytes, type } = await encode(form);
  const broken: [Uint8Array, string][] = [
    [bytes.subarray(0, 50_000), type],
    [bytes.subarray(0, 40), type],
    [bytes, 'multipart/form-data'],
    [new Uint8Array(), type],
    [Buffer.from('nonsense'), type],
  ];
  for (const [body, contentType] of broken) {
    await expect(readForm(body, contentType)).rejects.toBeInstanceOf(ValidationProblem);
  }
});
