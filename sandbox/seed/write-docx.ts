import { crc32 } from 'node:zlib';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const packageSchema = 'http://schemas.openxmlformats.org/package/2006';
const wordSchema = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const documentType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';

/** The bytes of a word processor document with the given paragraphs. */
export function writeDocx(paragraphs: readonly string[]): Buffer {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${escapeXml(text)}</w:t></w:r></w:p>`).join('');
  return zip([
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="${packageSchema}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/word/document.xml" ContentType="${documentType}"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${declaration}<Relationships xmlns="${packageSchema}/relationships">` +
        `<Relationship Id="rId1" Type="${relation}" Target="word/document.xml"/></Relationships>`,
    ],
    ['word/document.xml', `${declaration}<w:document xmlns:w="${wordSchema}"><w:body>${body}</w:body></w:document>`],
  ]);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A ZIP archive whose entries are stored, not compressed. */
function zip(entries: readonly (readonly [name: string, text: string])[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of entries) {
    const content = Buffer.from(text);
    const common = describeEntry(name, content);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), content]);
    locals.push(local);
    directory.push(
      Buffer.from('PK\x01\x02'),
      numbers16(20),
      common,
      numbers16(0, 0, 0),
      numbers32(0, offset),
      Buffer.from(name),
    );
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = entries.length;
  const end = [Buffer.from('PK\x05\x06'), numbers16(0, 0, count, count), numbers32(index.length, offset), numbers16(0)];
  return Buffer.concat([...locals, index, ...end]);
}

/** What the local header and the directory say alike: version, flags, method, time, date, checksum, sizes, name length. */
function describeEntry(name: string, content: Buffer): Buffer {
  const firstOfJanuary1980 = 0x21;
  return Buffer.concat([
    numbers16(20, 0x0800, 0, 0, firstOfJanuary1980),
    numbers32(crc32(content), content.length, content.length),
    numbers16(Buffer.byteLength(name), 0),
  ]);
}

function numbers16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

function numbers32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
