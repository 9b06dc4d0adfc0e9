import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import { ValidationProblem } from './portal-error.ts';

/** A file of a form: its name as the client gave it, and its bytes. */
interface FormFile {
  name: string;
  bytes: Uint8Array;
}

/** A multipart/form-data body. Names of fields are matched in any case. */
export interface Form {
  files: FormFile[];
  text: (name: string) => string | undefined;
}

/** Whether a body says that it is a form. */
export function isForm(contentType: string | undefined): contentType is string {
  return /^multipart\/form-data\b/i.test(contentType ?? '');
}

/** Reads a multipart/form-data body. Throws the vendor's 400 for one that is none or broken off. */
export async function readForm(bytes: Uint8Array, contentType: string): Promise<Form> {
  try {
    return await parse(bytes, contentType);
  } catch {
    throw new ValidationProblem({ '': ['Failed to read the request form.'] });
  }
}

function parse(bytes: Uint8Array, contentType: string): Promise<Form> {
  const texts = new Map<string, string>();
  const files: FormFile[] = [];
  return new Promise((resolve, reject) => {
    const parser = new Busboy({ headers: { 'content-type': contentType } });
    parser.on('field', (name, value) => void texts.set(name.toLowerCase(), value));
    // A part without a file name may be a file too, whatever the types of the library say.
    parser.on('file', (_field, stream, name: string | undefined) => {
      const file: FormFile = { name: name ?? '', bytes: new Uint8Array() };
      files.push(file);
      collect(stream, (collected) => (file.bytes = collected));
      // Nobody else hears a file that is broken off, and an error that nobody hears ends the process.
      stream.on('error', reject);
    });
    parser.on('error', reject);
    parser.on('finish', () => resolve({ files, text: (name) => texts.get(name.toLowerCase()) }));
    parser.end(bytes);
  });
}

function collect(stream: BusboyFileStream, done: (bytes: Uint8Array) => void): void {
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => done(Buffer.concat(parts)));
}
