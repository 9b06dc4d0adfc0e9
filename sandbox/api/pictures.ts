import { randomUUID } from 'node:crypto';
import type { Account } from '../model/records.ts';
import { kindOf, fileKind } from '../model/file-kinds.ts';
import { extensionOf } from '../model/file-title.ts';
import { mayOwnRooms } from '../model/security.ts';
import { integer, record, text } from '../wire/body.ts';
import { type Form, isForm, readForm } from '../wire/form.ts';
import { writePhoto } from '../wire/photo-dto.ts';
import { badArgument, denied } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { changeAndTell, requireOwnOrManageable } from './people-account.ts';
import { post } from './route.ts';

async function formOf({ upload }: ApiRequest): Promise<Form | undefined> {
  const type = upload.header('content-type');
  return isForm(type) ? readForm(upload.bytes, type) : undefined;
}

// UploadResultDto and FileUploadResultDto: what is wrong with a picture is no failure of the call.
const refused = (message: string) => ({ success: false, message });
const accepted = (data: unknown) => ({ success: true, data, message: '' });

// Where a picture would be. The sandbox keeps its address, not its bytes.
function addressFor(folder: string, name: string): string {
  return ['/storage', folder, 'root', `temp_${randomUUID()}${extensionOf(name)}`].join('/');
}

// The server stores whatever comes and looks at it when it becomes the logo of a room.
async function uploadLogo(request: ApiRequest): Promise<unknown> {
  if (!mayOwnRooms(request.caller)) throw denied();
  const [file] = (await formOf(request))?.files ?? [];
  return file ? accepted(addressFor('room_logos', file.name)) : refused('No files selected');
}

// With `Autosave` the picture is the photo at once; without it, a part of it is chosen by the next call.
async function uploadPhoto(request: ApiRequest): Promise<unknown> {
  const account = requireOwnOrManageable(request);
  const form = await formOf(request);
  const [file] = form?.files ?? [];
  if (!file) return refused('The file is not selected');
  if (kindOf(file.name) !== fileKind.image) return refused('Unknown image file type');
  const address = addressFor('userPhotos', file.name);
  if (form?.text('Autosave')?.toLowerCase() !== 'true') return accepted(address);
  const { original: main, ...sizes } = writePhoto(changeAndTell(request, account, { photo: address }));
  return accepted({ main, ...sizes });
}

const Cut = record({ tmpFile: text(), x: integer(), y: integer(), width: integer(), height: integer() });

function cutPhoto(request: ApiRequest): unknown {
  const account: Account = requireOwnOrManageable(request);
  const { tmpFile } = request.body(Cut);
  if (tmpFile === undefined) throw badArgument('tmpFile');
  return writePhoto(changeAndTell(request, account, { photo: tmpFile }));
}

/** Pictures of people and rooms. */
export const routes: readonly ApiRoute[] = [
  post('files/logos', 'uploadRoomLogo', uploadLogo),
  post('people/:userid/photo', 'uploadMemberPhoto', uploadPhoto),
  post('people/:userid/photo/thumbnails', 'createMemberPhotoThumbnails', cutPhoto),
];
