import { writeZip } from './write-zip.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const packageSchema = 'http://schemas.openxmlformats.org/package/2006';
const wordSchema = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const documentType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';

/** The bytes of a word processor document with the given paragraphs. */
export function writeDocx(paragraphs: readonly string[]): Buffer {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${escapeXml(text)}</w:t></w:r></w:p>`).join('');
  const parts: [name: string, text: string][] = [
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
  ];
  return writeZip(parts.map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
