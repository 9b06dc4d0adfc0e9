import * as z from 'zod';
import { maxRoomTitle } from '../model/clean-title.ts';
import type { TemplateJob } from '../model/records.ts';
import { requireRoomProper } from '../model/rooms.ts';
import type { Room } from '../model/sections.ts';
import { may, mayOwnRooms } from '../model/security.ts';
import {
  findTemplate,
  isPublicTemplate,
  setPublicTemplate,
  startRoomFromTemplate,
  startTemplate,
} from '../model/templates.ts';
import { flag, guid, integer, list, record, requiredText, text } from '../wire/body.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied, notFound, PortalError } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { inheritedSettings, mergeSettings, settingsFields } from './room-settings.ts';
import { get, post, put } from './route.ts';

const maxTemplateTitle = 400;

const NewTemplate = record({
  roomId: integer(),
  title: requiredText(maxTemplateTitle),
  share: list(z.string()),
  groups: list(guid()),
  public: flag(),
  tags: settingsFields.tags,
  color: text(6),
  cover: text(50),
  quota: integer().nullish(),
});
const RoomFromTemplate = record({
  ...settingsFields,
  templateId: integer(),
  title: requiredText(maxRoomTitle),
  private: z.boolean().nullish(),
});
const Public = record({ id: integer(), public: flag() });

function makeTemplate(request: ApiRequest): unknown {
  const { roomId, title, tags, share, groups, public: isPublic, ...change } = request.body(NewTemplate);
  const { portal, caller } = request;
  const room = requireRoomProper(portal.state, roomId);
  const settings = mergeSettings(portal.state.settings, inheritedSettings(room.room.settings), change);
  const fields = { room, title, settings, tags: tags ?? undefined, emails: share, groupIds: groups, isPublic };
  const goOn = startTemplate(portal, caller, fields);
  const status = readTemplateJob(request);
  goOn();
  return status;
}

function makeRoom(request: ApiRequest): unknown {
  const { templateId, title, tags, ...change } = request.body(RoomFromTemplate);
  if (change.private === true) throw new PortalError('not-emulated', 'Private rooms are not emulated by the sandbox');
  const { portal, caller } = request;
  if (!mayOwnRooms(caller)) throw denied();
  const template = findTemplate(portal.state, templateId);
  // One that the caller may not read is answered as missing, too.
  if (!template || !may(portal.state, caller, { action: 'Read', entry: template })) throw missing();
  const settings = mergeSettings(portal.state.settings, inheritedSettings(template.room.settings), change);
  const goOn = startRoomFromTemplate(portal, caller, { template, title, tags: tags ?? undefined, settings });
  const status = readRoomJob(request);
  goOn();
  return status;
}

function readTemplateJob({ portal }: ApiRequest): unknown {
  const job = portal.state.templateJobs.template;
  return job && { templateId: job.entryId ?? -1, ...writeJob(job) };
}

function readRoomJob({ portal }: ApiRequest): unknown {
  const job = portal.state.templateJobs.room;
  return job && { roomId: job.entryId ?? -1, ...writeJob(job) };
}

function writeJob({ progress, error, isCompleted }: TemplateJob): Record<string, unknown> {
  return { progress, error, isCompleted };
}

function readPublic(request: ApiRequest): unknown {
  const template = requireTemplate(request, idParameter(request.params));
  if (!may(request.portal.state, request.caller, { action: 'Read', entry: template })) throw denied();
  return isPublicTemplate(request.portal.state, template);
}

function setPublic(request: ApiRequest): unknown {
  const { id, public: isPublic } = request.body(Public);
  setPublicTemplate(request.portal, request.caller, { template: requireTemplate(request, id), isPublic });
  return undefined;
}

const PublicFlag = record({ public: flag() });

function setPublicById(request: ApiRequest): unknown {
  const { public: isPublic } = request.body(PublicFlag);
  const template = requireTemplate(request, idParameter(request.params));
  setPublicTemplate(request.portal, request.caller, { template, isPublic });
  return undefined;
}

function requireTemplate({ portal }: ApiRequest, id: number): Room {
  const template = findTemplate(portal.state, id);
  if (!template) throw missing();
  return template;
}

function missing(): PortalError {
  return notFound('The required folder was not found');
}

// Routing knows no case there; the vendor's own texts write both.
const fromTemplate = 'files/rooms/fromtemplate';

/** Templates of rooms, and rooms from them. Making is a job of its own, and the portal does one of a kind at a time. */
export const routes: readonly ApiRoute[] = [
  post('files/roomtemplate', 'createRoomTemplate', makeTemplate),
  get('files/roomtemplate/status', 'getRoomTemplateCreatingStatus', readTemplateJob),
  get('files/roomtemplate/:id{[0-9]+}/public', 'getPublicSettings', readPublic),
  put('files/roomtemplate/public', 'setPublicSettings', setPublic),
  // Releases differ in where the id of the template stands.
  put('files/roomtemplate/:id{[0-9]+}/public', 'setPublicSettingsById', setPublicById),
  post(fromTemplate, 'createRoomFromTemplate', makeRoom),
  get(`${fromTemplate}/status`, 'getRoomCreatingStatus', readRoomJob),
];
