import { extensionOf } from './file-title.ts';

/** FileType of the vendor. */
export const fileKind = {
  unknown: 0,
  archive: 1,
  video: 2,
  audio: 3,
  image: 4,
  spreadsheet: 5,
  presentation: 6,
  document: 7,
  pdf: 10,
  diagram: 11,
} as const;

const extensions: Record<number, string> = {
  [fileKind.archive]: '.zip .rar .7z .tar .gz .tgz .bz2 .iso',
  [fileKind.video]: '.mp4 .webm .ogv .avi .mkv .mov .mpg .mpeg .wmv',
  [fileKind.audio]: '.mp3 .wav .ogg .flac .m4a .aac .wma',
  [fileKind.image]: '.png .jpg .jpeg .gif .bmp .svg .webp .tif .tiff .ico',
  [fileKind.spreadsheet]: '.xlsx .xls .xlsm .xltx .ods .ots .csv .tsv .numbers',
  [fileKind.presentation]: '.pptx .ppt .pptm .potx .ppsx .pps .odp .otp .key',
  [fileKind.document]: '.docx .doc .docm .dotx .odt .ott .rtf .txt .html .htm .mht .md .epub .fb2 .docxf .oform .pages',
  [fileKind.pdf]: '.pdf .djvu .xps .oxps',
  [fileKind.diagram]: '.vsdx .vssx .vstx .vsdm',
};

const kinds = new Map(
  Object.entries(extensions).flatMap(([kind, names]) => names.split(' ').map((name) => [name, Number(kind)] as const)),
);

/** The FileType of a title by its extension. */
export function kindOf(title: string): number {
  return kinds.get(extensionOf(title)) ?? fileKind.unknown;
}

const mediaTypes: Record<string, string> = {
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.html': 'text/html',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/** The media type of a title by its extension. */
export function mediaTypeOf(title: string): string {
  return mediaTypes[extensionOf(title)] ?? 'application/octet-stream';
}
