import { ValidationProblem } from './portal-error.ts';

/** A file of a form: its name as the client gave it, and its bytes. */
export interface FormFile {
  field: string;
  name: string;
  bytes: Uint8Array;
}

/** A multipart/form-data body. Names of fields are matched in any case. */
export interface Form {
  files: FormFile[];
  text(name: string): string | undefined;
}

/** Whether a body says that it is a form. */
export function isForm(contentType: string | undefined): contentType is string {
  return /^multipart\/form-data\b/i.test(contentType ?? '');
}

/** Reads a multipart/form-data body. Throws the vendor's 400 for one that is none or broken off. */
export async function readForm(bytes: Uint8Array, contentType: string): Promise<Form> {
  const data = await parse(bytes, contentType);
  const files: FormFile[] = [];
  const texts = new Map<string, string>();
  for (const [name, value] of data) {
    if (typeof value === 'string') texts.set(name.toLowerCase(), value);
    else files.push({ field: name, name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { files, text: (name) => texts.get(name.toLowerCase()) };
}

async function parse(bytes: Uint8Array, contentType: string): Promise<FormData> {
  try {
    return await new Response(Buffer.from(bytes), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new ValidationProblem({ '': ['Failed to read the request form.'] });
  }
}
