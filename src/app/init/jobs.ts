import { join } from 'node:path';
import type { InitJob } from '../../cli/init/init-parts.ts';

/**
 * The jobs that `concierge init` sets up. `name` is that of a blueprint of the gallery; a question's name is the `env.NAME` that its
 * answer replaces there, but for templates, whose answer becomes `room.from`.
 */
export const jobs: readonly InitJob[] = [
  {
    name: 'home-room',
    about: 'a personal room for each new member',
    questions: [
      { name: 'HOME_TEMPLATE_FILE_IDS', kind: 'files', ask: 'Which files should each home room begin with?' },
      { name: 'HR_GROUP_ID', kind: 'group', ask: 'Which group may look into each home room?' },
      { name: 'HOME_ROOM_TEMPLATE_ID', kind: 'template', ask: 'Is there a room template that home rooms begin as?' },
    ],
  },
  {
    name: 'client-room',
    about: 'a room for each client, by hand, CSV or CRM',
    questions: [
      { name: 'ACCOUNT_MANAGER_ID', kind: 'person', ask: 'Who looks after clients, where nobody else is named?' },
      { name: 'TEMPLATE_WELCOME_FILE_ID', kind: 'file', ask: 'Which file welcomes a client? (a PDF)' },
      { name: 'TEMPLATE_GUIDE_FILE_ID', kind: 'file', ask: 'Which file explains the portal to a client? (a PDF)' },
      {
        name: 'CLIENT_ROOM_TEMPLATE_ID',
        kind: 'template',
        ask: 'Is there a room template that client rooms begin as?',
      },
    ],
  },
  {
    name: 'project-room',
    about: 'a room for the people of a project, each with a level',
    questions: [
      {
        name: 'PROJECT_ROOM_TEMPLATE_ID',
        kind: 'template',
        ask: 'Is there a room template that project rooms begin as?',
      },
    ],
  },
  {
    name: 'guest-close-out',
    about: 'nobody from outside keeps access to an archived room',
    questions: [{ name: 'GUEST_REPORT_FOLDER_ID', kind: 'folder', ask: 'Which folder are its reports written to?' }],
  },
  {
    name: 'leaver-access',
    about: 'whoever is disabled is taken out of the rooms',
    folder: 'gallery',
    questions: [],
  },
];

/** The file of a job's blueprint, from the folder of the package. */
export function fileOf({ name, folder = '' }: InitJob): string {
  return join('blueprints', folder, `${name}.yaml`);
}
