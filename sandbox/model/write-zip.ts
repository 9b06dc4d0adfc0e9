import { crc32 } from 'node:zlib';

/** One file of an archive, or a folder when the name ends with a slash. */
export interface ZipEntry {
  name: string;
  bytes: Uint8Array;
}

/** A ZIP archive whose entries are stored, not compressed. Names are UTF-8; there is no room for more than 4 GB. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const encoded = Buffer.from(name, 'utf8');
    const common = describeEntry(encoded, bytes);
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), common, encoded]);
    locals.push(head, bytes);
    directory.push(Buffer.from('PK\x01\x02'), numbers16(20), common, numbers16(0, 0, 0), numbers32(0, offset), encoded);
    offset += head.length + bytes.length;
  }
  const index = Buffer.concat(directory);
  const count = entries.length;
  const end = [Buffer.from('PK\x05\x06'), numbers16(0, 0, count, count), numbers32(index.length, offset), numbers16(0)];
  return Buffer.concat([...locals, index, ...end]);
}

/** What the local header and the directory say alike: version, flags, method, time, date, checksum, sizes, name length. */
function describeEntry(name: Buffer, bytes: Uint8Array): Buffer {
  const firstOfJanuary1980 = 0x21;
  return Buffer.concat([
    numbers16(20, 0x0800, 0, 0, firstOfJanuary1980),
    numbers32(crc32(bytes), bytes.length, bytes.length),
    numbers16(name.length, 0),
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
