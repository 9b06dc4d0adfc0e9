/** The bytes of a PDF of one page: a heading and lines of text in Latin-1. */
export function writePdf(heading: string, lines: readonly string[]): Buffer {
  const text = [`BT /F1 24 Tf 72 760 Td (${escapeText(heading)}) Tj ET`, ...lines.map(writeLine)].join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${Buffer.byteLength(text, 'latin1')} >>\nstream\n${text}\nendstream`,
  ];
  return Buffer.from(assemble(objects), 'latin1');
}

function writeLine(line: string, index: number): string {
  return `BT /F1 12 Tf 72 ${720 - index * 20} Td (${escapeText(line)}) Tj ET`;
}

function escapeText(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}

function assemble(objects: readonly string[]): string {
  const offsets: string[] = [];
  let file = '%PDF-1.4\n';
  for (const [index, object] of objects.entries()) {
    offsets.push(`${String(file.length).padStart(10, '0')} 00000 n \n`);
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  return `${file}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
}
