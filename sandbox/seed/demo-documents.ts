import { demoIds } from './demo-ids.ts';
import type { SeedContent } from './seed-types.ts';
import { writeDocx } from '../model/write-docx.ts';
import { writePdf } from './write-pdf.ts';

const { folders, files } = demoIds;

/** What the owner keeps in My documents: templates for new rooms, and the folder for reports on guests. */
export const demoDocuments: readonly SeedContent[] = [
  {
    folder: 'Templates',
    id: folders.templates,
    contents: [
      document('First week checklist', files.firstWeek, [
        'Collect laptop and key card from Priya.',
        'Read the studio handbook.',
        'Lunch with your team on Thursday.',
      ]),
      document('Working agreement', files.agreement, ['Core hours are 10 to 15.', 'Drawings go to the project room.']),
      document('Personal goals', files.goals, ['What I want to learn this quarter:', 'Who can help me:']),
      pdf('Welcome', files.welcome, [
        'Welcome to your client room.',
        'Drawings and contracts are shared with you here.',
      ]),
      pdf('Client portal guide', files.guide, [
        'Open Deliverables to see the latest drawings.',
        'Comment directly in a file.',
      ]),
    ],
  },
  { folder: 'Guest reports', id: folders.guestReports, contents: [] },
];

/** A word processor document. */
export function document(title: string, id: number | undefined, paragraphs: readonly string[]): SeedContent {
  const bytes = writeDocx([title, ...paragraphs]);
  return { file: `${title}.docx`, bytes, ...(id !== undefined && { id }) };
}

/** A PDF of one page. */
export function pdf(title: string, id: number | undefined, lines: readonly string[]): SeedContent {
  return { file: `${title}.pdf`, bytes: writePdf(title, lines), ...(id !== undefined && { id }) };
}

/** A plain text. */
export function note(title: string, text: string): SeedContent {
  return { file: `${title}.txt`, bytes: Buffer.from(text) };
}
