import * as z from 'zod';
import { StoredSettings } from './stored-settings-record.ts';

/** The kinds of account. The real server derives them from membership in system groups. */
const accountTypes = ['owner', 'docspace-admin', 'room-admin', 'user', 'guest'] as const;
export type AccountType = (typeof accountTypes)[number];

/** EmployeeStatus of the vendor. */
export const employeeStatus = { active: 1, terminated: 2, pending: 4 } as const;
/** EmployeeActivationStatus of the vendor. */
export const activationStatus = { notActivated: 0, activated: 1, pending: 2 } as const;
/** SubjectType of the vendor: who a share row is for. */
export const subjectType = { user: 0, externalLink: 1, group: 2, invitationLink: 3, primaryLink: 4 } as const;

const instant = z.string();

/** Dates in records are ISO texts in UTC, as `Date.toISOString()` writes them. */
export const Account = z.object({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  userName: z.string(),
  email: z.string(),
  password: z.string().optional(),
  type: z.enum(accountTypes),
  status: z.number(),
  activationStatus: z.number(),
  createdBy: z.string().optional(),
  registrationDate: instant,
  lastModified: instant,
  terminatedDate: instant.optional(),
  title: z.string().optional(),
  location: z.string().optional(),
  notes: z.string().optional(),
  cultureName: z.string().optional(),
  /** DarkThemeSettingsType of the vendor. */
  theme: z.number().optional(),
  /** Address of a photo. */
  photo: z.string().optional(),
  /** What they changed of the settings of Documents, by the names that `GET files/settings` has. */
  filesSettings: z.record(z.string(), z.unknown()).optional(),
});
export type Account = z.infer<typeof Account>;

/** An inviter and the guest that belongs to them. */
export const Relation = z.object({ inviterId: z.string(), guestId: z.string() });
export type Relation = z.infer<typeof Relation>;

export const Group = z.object({
  id: z.string(),
  name: z.string(),
  managerId: z.string().optional(),
  memberIds: z.array(z.string()),
});
export type Group = z.infer<typeof Group>;

export const RoomSettings = z.object({
  quota: z.number().optional(),
  indexing: z.boolean(),
  denyDownload: z.boolean(),
  private: z.boolean(),
  color: z.string().optional(),
  cover: z.string().optional(),
  /** Address of a picture. */
  logo: z.string().optional(),
  lifetime: z.record(z.string(), z.unknown()).optional(),
  watermark: z.record(z.string(), z.unknown()).optional(),
});
export type RoomSettings = z.infer<typeof RoomSettings>;

/** A folder, a room (then `room` is set) or the root of a section (then `parentId` is 0). */
export const Folder = z.object({
  id: z.number(),
  parentId: z.number(),
  /** FolderType of the vendor, e.g. 14 for the Rooms section, 16 for an EditingRoom, 0 for a plain folder. */
  folderType: z.number(),
  title: z.string(),
  createdBy: z.string(),
  created: instant,
  modifiedBy: z.string(),
  modified: instant,
  room: z
    .object({
      roomType: z.number(),
      tags: z.array(z.string()),
      settings: RoomSettings,
      /** Accounts that a form of the room waits for. */
      formRoleIds: z.array(z.string()).optional(),
    })
    .optional(),
  /** Where an entry in the Trash came from. */
  originId: z.number().optional(),
  /** Its place in a room with an index. */
  order: z.number().optional(),
});
export type Folder = z.infer<typeof Folder>;

/** One state of a file's content. */
export const FileVersion = z.object({
  version: z.number(),
  versionGroup: z.number(),
  comment: z.string(),
  /** Where the library has the bytes, and how many they are. */
  content: z.string(),
  size: z.number(),
  modifiedBy: z.string(),
  modified: instant,
});
export type FileVersion = z.infer<typeof FileVersion>;

/** A file with its latest version. */
export const File = FileVersion.extend({
  id: z.number(),
  parentId: z.number(),
  title: z.string(),
  createdBy: z.string(),
  created: instant,
  originId: z.number().optional(),
  /** The versions before the latest, oldest first. */
  history: z.array(FileVersion),
  lockedBy: z.string().optional(),
  /** Who switched on the custom filter of a table. */
  filteredBy: z.string().optional(),
  order: z.number().optional(),
});
export type File = z.infer<typeof File>;

export const LinkOptions = z.object({
  title: z.string(),
  token: z.string(),
  expirationDate: instant.optional(),
  password: z.string().optional(),
  denyDownload: z.boolean(),
  internal: z.boolean(),
  maxUseCount: z.number().optional(),
  currentUseCount: z.number(),
});
export type LinkOptions = z.infer<typeof LinkOptions>;

/** One row of access. A link is a row whose `subjectId` is the link's own id. */
export const Share = z.object({
  entryId: z.number(),
  subjectType: z.number(),
  subjectId: z.string(),
  access: z.number(),
  grantedBy: z.string(),
  grantedOn: instant,
  link: LinkOptions.optional(),
});
export type Share = z.infer<typeof Share>;

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  value: z.string(),
  permissions: z.array(z.string()),
  ownerId: z.string(),
  isActive: z.boolean(),
  createdOn: instant,
  expiresAt: instant.optional(),
  lastUsed: instant.optional(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** An upload in parts. It ends twelve hours after it began. */
export const UploadSession = z.object({
  id: z.string(),
  accountId: z.string(),
  folderId: z.number(),
  /** The file that a new version is made of; without it the file's name and `createNewIfExist` decide. */
  fileId: z.number().optional(),
  fileName: z.string(),
  fileSize: z.number(),
  createNewIfExist: z.boolean(),
  created: instant,
  expired: instant,
  chunks: z.array(z.object({ number: z.number(), content: z.string(), size: z.number() })),
});
export type UploadSession = z.infer<typeof UploadSession>;

/** The archive of a bulk download, for the account that asked for it. */
export const Download = z.object({
  id: z.string(),
  accountId: z.string(),
  title: z.string(),
  content: z.string(),
  size: z.number(),
  created: instant,
});
export type Download = z.infer<typeof Download>;

/** A file operation of one account; `holdResult` is the vendor's `deleteAfter: false`. */
export const Operation = z.object({
  id: z.string(),
  accountId: z.string(),
  kind: z.number(),
  progress: z.number(),
  processed: z.string(),
  error: z.string(),
  status: z.number(),
  finished: z.boolean(),
  holdResult: z.boolean(),
  folderIds: z.array(z.number()),
  fileIds: z.array(z.number()),
  /** Where the result of a download is: the part of its address after the portal's origin. */
  url: z.string().optional(),
});
export type Operation = z.infer<typeof Operation>;

/** The making of a room from a template, or of a template from a room. `entryId` is known when it is completed. */
export const TemplateJob = z.object({
  id: z.string(),
  entryId: z.number().optional(),
  progress: z.number(),
  error: z.string().optional(),
  isCompleted: z.boolean(),
});
export type TemplateJob = z.infer<typeof TemplateJob>;

/** The latest job of each kind. */
export const TemplateJobs = z.object({ room: TemplateJob.optional(), template: TemplateJob.optional() });
export type TemplateJobs = z.infer<typeof TemplateJobs>;

/** The next number of each sequence. */
export const Sequences = z.object({
  entry: z.number(),
  webhook: z.number(),
  webhookLog: z.number(),
  operation: z.number(),
});
export type Sequences = z.infer<typeof Sequences>;

export const WebhookConfig = z.object({
  id: z.number(),
  name: z.string(),
  uri: z.string(),
  secretKey: z.string(),
  enabled: z.boolean(),
  ssl: z.boolean(),
  /** The sum of the trigger bits; passes 32 bits. 0 means all. */
  triggers: z.number(),
  targetId: z.string().optional(),
  createdBy: z.string(),
  createdOn: instant,
  modifiedBy: z.string().optional(),
  modifiedOn: instant.optional(),
  lastFailureOn: instant.optional(),
  lastFailureContent: z.string().optional(),
  lastSuccessOn: instant.optional(),
});
export type WebhookConfig = z.infer<typeof WebhookConfig>;

export const WebhookLogEntry = z.object({
  id: z.number(),
  configId: z.number(),
  configName: z.string(),
  trigger: z.number(),
  actorId: z.string(),
  creationTime: instant,
  method: z.string().optional(),
  route: z.string().optional(),
  requestHeaders: z.string(),
  requestPayload: z.string(),
  responseHeaders: z.string().optional(),
  responsePayload: z.string().optional(),
  status: z.number(),
  delivery: instant.optional(),
});
export type WebhookLogEntry = z.infer<typeof WebhookLogEntry>;

export const PortalSettings = z.object({
  allowInvitingGuests: z.boolean(),
  allowInvitingMembers: z.boolean(),
  /** How many active rooms the tariff allows; absent means any number. */
  roomLimit: z.number().optional(),
  /** How many room and DocSpace admins the tariff allows; absent means any number. */
  paidSeats: z.number().optional(),
  /** How many guests the portal takes; absent means any number. */
  guestLimit: z.number().optional(),
  /** How many bytes the tariff allows; absent means any number. */
  tenantQuota: z.number().optional(),
  timezoneOffsetMinutes: z.number(),
  roomQuotasEnabled: z.boolean(),
  devToolsLimited: z.boolean(),
  /** How many invitations by e-mail the portal takes in 24 hours; absent means any number. */
  invitationLimit: z.number().optional(),
  stored: StoredSettings.partial().optional(),
});
export type PortalSettings = z.infer<typeof PortalSettings>;

/** The settings of a fresh portal: everything allowed, no limits, UTC. */
export const defaultSettings: PortalSettings = {
  allowInvitingGuests: true,
  allowInvitingMembers: true,
  timezoneOffsetMinutes: 0,
  roomQuotasEnabled: true,
  devToolsLimited: false,
};
