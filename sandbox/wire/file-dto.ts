import { fileKind, kindOf } from '../model/file-kinds.ts';
import { extensionOf } from '../model/file-title.ts';
import type { File } from '../model/records.ts';
import { displayName } from '../model/people.ts';
import { writeEntry } from './entry-dto.ts';
import type { View } from './view.ts';

/** FileDto. */
export function writeFile(view: View, file: File): Record<string, unknown> {
  const extension = extensionOf(file.title);
  const locker = view.portal.state.accounts.get(file.lockedBy ?? '');
  return {
    folderId: file.parentId,
    version: file.version,
    versionGroup: file.versionGroup,
    contentLength: writeSize(file.size),
    pureContentLength: file.size,
    fileStatus: 0,
    mute: false,
    viewUrl: addressOf(view, file),
    webUrl: `${view.origin}/doceditor?fileId=${file.id}`,
    fileType: kindOf(file.title),
    fileExst: extension,
    comment: file.comment,
    encrypted: false,
    thumbnailStatus: 0,
    locked: file.lockedBy === undefined ? undefined : true,
    lockedBy: locker && displayName(locker),
    ...writeFilter(view, file),
    hasDraft: false,
    isForm: false,
    formFillingStatus: 0,
    viewAccessibility: writeAccessibility(file.title),
    ...writeEntry(view, file),
    fileEntryType: 2,
  };
}

function writeFilter(view: View, { filteredBy }: File): Record<string, unknown> {
  if (filteredBy === undefined) return {};
  const account = view.portal.state.accounts.get(filteredBy);
  return { customFilterEnabled: true, customFilterEnabledBy: account && displayName(account) };
}

/** Where the bytes of a file, or of one of its versions, are downloaded by who is signed in. */
export function addressOf({ origin }: View, { id }: File, version?: number): string {
  const address = `${origin}/filehandler.ashx?action=download&fileid=${id}`;
  return version === undefined ? address : `${address}&version=${version}`;
}

const editable = new Set(['.docx', '.xlsx', '.pptx', '.txt', '.csv', '.pdf']);

function writeAccessibility(title: string): Record<string, boolean> {
  const extension = extensionOf(title);
  const kind = kindOf(title);
  const isEditable = editable.has(extension);
  return {
    ImageView: kind === fileKind.image,
    MediaView: kind === fileKind.image || kind === fileKind.audio || kind === fileKind.video,
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
