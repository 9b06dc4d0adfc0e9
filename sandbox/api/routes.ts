import type { ApiRoute } from './api-types.ts';
import { routes as authentication } from './authentication.ts';
import { routes as backups } from './backups.ts';
import { routes as destinationChecks } from './destination-checks.ts';
import { routes as downloads } from './downloads.ts';
import { routes as editor } from './editor.ts';
import { routes as entryHistory } from './entry-history.ts';
import { routes as entryLinks } from './entry-links.ts';
import { routes as entryShare } from './entry-share.ts';
import { routes as fileMarks } from './file-marks.ts';
import { routes as fileOperations } from './file-operations.ts';
import { routes as externalLinks } from './external-links.ts';
import { routes as fileVersions } from './file-versions.ts';
import { routes as filesSettingsChanges } from './files-settings-changes.ts';
import { routes as filesSettings } from './files-settings.ts';
import { routes as files } from './files.ts';
import { routes as folders } from './folders.ts';
import { routes as groupShare } from './group-share.ts';
import { routes as groupMembers } from './group-members.ts';
import { routes as groups } from './groups.ts';
import { routes as guests } from './guests.ts';
import { routes as keys } from './keys.ts';
import { routes as links } from './links.ts';
import { routes as payments } from './payments.ts';
import { routes as peopleJobs } from './people-jobs.ts';
import { routes as people } from './people.ts';
import { routes as pictures } from './pictures.ts';
import { routes as portalInfo } from './portal-info.ts';
import { routes as portalSettings } from './portal-settings.ts';
import { routes as quotas } from './quotas.ts';
import { routes as roomCandidates } from './room-candidates.ts';
import { routes as roomTemplates } from './room-templates.ts';
import { routes as rooms } from './rooms.ts';
import { routes as sections } from './sections.ts';
import { routes as share } from './share.ts';
import { routes as signIns } from './sign-ins.ts';
import { routes as tags } from './tags.ts';
import { routes as uploadSessions } from './upload-sessions.ts';
import { routes as uploads } from './uploads.ts';

/** The portal's own operations; those of webhooks are in webhooks.ts. An earlier row wins where two paths match. */
export const routes: readonly ApiRoute[] = [
  ...authentication,
  ...keys,
  ...signIns,
  ...backups,
  ...payments,
  ...quotas,
  ...editor,
  ...portalInfo,
  ...portalSettings,
  ...filesSettings,
  ...filesSettingsChanges,
  ...pictures,
  ...guests,
  ...roomCandidates,
  ...peopleJobs,
  ...people,
  ...groupMembers,
  ...groups,
  ...tags,
  ...share,
  ...groupShare,
  ...links,
  ...entryHistory,
  ...entryLinks,
  ...entryShare,
  ...externalLinks,
  ...roomTemplates,
  ...rooms,
  ...destinationChecks,
  ...fileVersions,
  ...fileOperations,
  ...fileMarks,
  ...uploadSessions,
  ...uploads,
  ...downloads,
  ...sections,
  ...files,
  ...folders,
];
