import { everyoneGroupId, fileShare, roomType } from '../model/vendor-numbers.ts';
import { demoIds } from './demo-ids.ts';
import { document, note, pdf } from './demo-documents.ts';
import type { SeedContent, SeedRoom } from './seed-types.ts';

const { people, groups, rooms, roomTemplates } = demoIds;
const { Read, Comment, FillForms, RoomManager, Editing, ContentCreator } = fileShare;

/** A room of each common kind, with the people one expects in it. The owner of the portal manages the client rooms. */
export const demoRooms: readonly SeedRoom[] = [
  {
    id: rooms.library,
    title: 'Harbour Library – competition',
    type: roomType.EditingRoom,
    ownerId: people.lena,
    since: 120,
    tags: ['competition'],
    contents: [
      folder('Drawings', [pdf('Site plan', undefined, ['1:500']), pdf('Section A-A', undefined, ['1:100'])]),
      folder('Models', []),
      document('Meeting notes', undefined, ['Jury visit on the 14th.']),
    ],
    members: [
      { id: people.aiko, access: Editing },
      { id: people.elodie, access: ContentCreator },
      { id: groups.clientService, access: Read, isGroup: true },
    ],
    links: [
      { kind: 'invitation', id: '1a0f41be-c8bd-4f9a-854a-6f0ca2b44199', title: 'Competition team', access: Editing },
    ],
  },
  {
    id: rooms.fjordline,
    title: 'Client - Fjordline Hotels',
    type: roomType.CustomRoom,
    ownerId: people.marcus,
    since: 75,
    tags: ['client'],
    contents: clientContents('Fjordline Hotels'),
    members: [
      { id: people.owner, access: RoomManager },
      { id: people.samuel, access: Editing },
      { id: people.greta, access: Read },
      { id: people.invited, access: Read },
    ],
    links: [
      { kind: 'primary', id: '3472d7fe-78ba-4180-bf05-cda266544ce0', title: 'Shared link', access: Read },
      { kind: 'external', id: '0d9e0b52-41c7-4b1c-8a0a-9c1f6cd2f3a8', title: 'For the contractor', access: Comment },
    ],
  },
  {
    id: rooms.press,
    title: 'Press kit',
    type: roomType.PublicRoom,
    ownerId: people.owner,
    since: 300,
    tags: ['press'],
    contents: [pdf('Practice profile', undefined, ['Halden & Moor, since 1998.']), folder('Photographs', [])],
    members: [{ id: people.chiara, access: ContentCreator }],
    links: [{ kind: 'primary', id: 'b9e0c22b-a2d8-4c0b-83cb-aeecb85d1034', title: 'Shared link', access: Read }],
  },
  {
    id: rooms.safety,
    title: 'Site safety checks',
    type: roomType.FillingFormsRoom,
    ownerId: people.tomas,
    since: 210,
    tags: [],
    contents: [pdf('Weekly site check', undefined, ['Scaffold, fences, first aid.'])],
    members: [{ id: people.samuel, access: FillForms }],
    links: [{ kind: 'primary', id: '3e974f49-2e10-4c0e-8019-2ce717969571', title: 'Shared link', access: FillForms }],
  },
  {
    id: rooms.whitcombe,
    title: 'Whitcombe Estate – data room',
    type: roomType.VirtualDataRoom,
    ownerId: people.tomas,
    since: 60,
    tags: ['confidential'],
    denyDownload: true,
    contents: [
      folder('Surveys', [pdf('Structural survey', undefined, ['East wing.'])]),
      pdf('Valuation', undefined, ['Draft.']),
    ],
    members: [
      { id: people.henry, access: Read },
      { id: groups.finance, access: Read, isGroup: true },
    ],
    links: [],
  },
  {
    id: rooms.bakery,
    title: 'Client - Old Mill Bakery',
    type: roomType.CustomRoom,
    ownerId: people.marcus,
    since: 190,
    tags: ['client'],
    isArchived: true,
    contents: clientContents('Old Mill Bakery'),
    members: [
      { id: people.owner, access: RoomManager },
      { id: people.samuel, access: Editing },
      { id: people.nadia, access: Read },
    ],
    links: [{ kind: 'primary', id: 'b1a72b55-7766-4393-92ae-16e7b6376421', title: 'Shared link', access: Read }],
  },
];

/** What new rooms are made from: everybody who may make rooms may use it. */
export const demoTemplates: readonly SeedRoom[] = [
  {
    id: roomTemplates.clientRoom,
    title: 'Client room standard',
    type: roomType.CustomRoom,
    ownerId: people.owner,
    since: 150,
    tags: ['client'],
    isTemplate: true,
    contents: [
      folder('Invoices', []),
      folder('Contracts', [folder('Signed', [])]),
      folder('Deliverables', []),
      pdf('How we work', undefined, ['Drawings on Fridays, decisions in writing.']),
    ],
    members: [{ id: everyoneGroupId, access: Read, isGroup: true }],
    links: [],
  },
];

function clientContents(client: string): SeedContent[] {
  return [
    folder('Invoices', [pdf(`Invoice 2041 ${client}`, undefined, ['Concept design, phase 1'])]),
    folder('Contracts', [document(`Agreement ${client}`, undefined, ['Between Halden & Moor and the client.'])]),
    folder('Deliverables', [note('Next steps', `Drawings for ${client} follow on Friday.\n`)]),
  ];
}

function folder(title: string, contents: readonly SeedContent[]): SeedContent {
  return { folder: title, contents };
}
