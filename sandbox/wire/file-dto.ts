import type { View } from './view.ts';
import { sizeOf } from '../model/file-content.ts';
import { extensionOf } from '../model/file-title.ts';
import type { File } from '../model/records.ts';
import { writeEntry } from './entry-dto.ts';

/** FileDto. */
export function writeFile(view: View, file: File): Record<string, unknown> {
  const bytes = sizeOf(file.content);
  const extension = extensionOf(file.title);
  const address = `${view.origin}/filehandler.ashx?action=download&fileid=${file.id}`;
  return {
    folderId: file.parentId,
    version: file.version,
    versionGroup: 1,
    contentLength: writeSize(bytes),
    pureContentLength: bytes,
    fileStatus: 0,
    mute: false,
    viewUrl: address,
    webUrl: `${view.origin}/doceditor?fileId=${file.id}`,
    fileType: fileTypes[extension] ?? 0,
    fileExst: extension,
    comment: file.version === 1 ? 'Created' : 'Edited',
    encrypted: false,
    thumbnailStatus: 0,
    locked: false,
    hasDraft: false,
    isForm: false,
    formFillingStatus: 0,
    viewAccessibility: writeAccessibility(extension),
    ...writeEntry(view, file),
    fileEntryType: 2,
  };
}

// FileType of the vendor.
const fileTypes: Record<string, number> = {
  '.zip': 1,
  '.mp4': 2,
  '.mp3': 3,
  '.png': 4,
  '.jpg': 4,
  '.xlsx': 5,
  '.csv': 5,
  '.pptx': 6,
  '.docx': 7,
  '.txt': 7,
  '.html': 7,
  '.pdf': 10,
};

const editable = new Set(['.docx', '.xlsx', '.pptx', '.txt', '.csv', '.pdf']);

function writeAccessibility(extension: string): Record<string, boolean> {
  const isEditable = editable.has(extension);
  return {
    ImageView: fileTypes[extension] === 4,
    MediaView: false,
    WebView: isEditable,
    WebEdit: isEditable,
    WebReview: extension === '.docx',
    WebComment: isEditable,
    CanConvert: isEditable,
    MustConvert: false,
  };
}

function writeSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const units = ['KB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
  return `${(bytes / 1024 ** power).toFixed(2)} ${units[power - 1] ?? 'KB'}`;
}
