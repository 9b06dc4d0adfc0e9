/** Ids of the demo portal that never change, so that programs and documents may name them. */
export const demoIds = {
  people: {
    owner: 'f3cb9e5e-38ec-4bc7-b3b8-c6c0991ca087',
    tomas: '68e52979-e4b7-4cea-8059-efc459ce647a',
    priya: 'e0570de7-d12d-4064-a20e-8e8d65c73037',
    lena: '082a17dd-e4f5-4c40-9cc5-66c7bb54d2db',
    marcus: '43ab835d-6104-460b-9f66-6e720330be95',
    chiara: 'f70007b4-afe8-43d3-bbcb-9925f0ecbec4',
    jonas: '2d071dcd-27de-486c-9095-7192fe6437d7',
    aiko: '8c00b19d-8baa-4d4a-aef2-f9f1d52c3104',
    samuel: '012b7c00-3409-47f4-9ac2-433cf002a1e0',
    elodie: 'b1bf851c-a4a1-4fe6-a23b-4c4d11656eae',
    david: '22051c83-882d-4686-81ed-ecb555e1e21d',
    maya: '4b45ba39-feef-41a5-a8f3-740990c78c4f',
    robert: 'aee72bdb-cee3-47c6-b82a-b0d920a16348',
    greta: '5b741cae-c904-4537-a056-220d0f2beb77',
    henry: '93e9cf99-b952-4b38-a384-543c9d86595f',
    nadia: '2a6c938b-d14b-44a4-b857-a246a2ce14f0',
    invited: '657bad12-98b1-4928-b38f-18c8fe5da6a0',
  },
  groups: {
    people: '5fb2ff8a-9bd7-4708-9e1b-0ac31265ba02',
    finance: '20992041-dd15-458a-b2d4-535f06dc70a3',
    clientService: '8ad7d535-572c-4704-9dd7-f02349e8cdd5',
    studio: 'b422ae40-e8bd-49a9-936d-310e9d159ab8',
  },
  folders: { templates: 101, guestReports: 102 },
  files: { firstWeek: 111, agreement: 112, goals: 113, welcome: 114, guide: 115 },
  rooms: { library: 201, fjordline: 231, press: 261, safety: 281, whitcombe: 301, bakery: 321 },
  roomTemplates: { clientRoom: 341 },
} as const;

/** What the shipped blueprints read from the environment, for this portal. */
export const demoEnv: Record<string, string> = {
  HOME_TEMPLATE_FILE_IDS: [demoIds.files.firstWeek, demoIds.files.agreement, demoIds.files.goals].join(','),
  HR_GROUP_ID: demoIds.groups.people,
  ACCOUNT_MANAGER_ID: demoIds.people.marcus,
  TEMPLATE_WELCOME_FILE_ID: String(demoIds.files.welcome),
  TEMPLATE_GUIDE_FILE_ID: String(demoIds.files.guide),
  ROOM_TEMPLATE_ID: String(demoIds.roomTemplates.clientRoom),
  GUEST_REPORT_FOLDER_ID: String(demoIds.folders.guestReports),
  RECORDS_GROUP_ID: demoIds.groups.clientService,
};
