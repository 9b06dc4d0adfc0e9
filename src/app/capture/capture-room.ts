import { checkBlueprint } from '../../blueprint/check-blueprint.ts';
import { parseBlueprint } from '../../blueprint/parse-blueprint.ts';
import type { CaptureReport } from '../../cli/parts.ts';
import { asReader } from '../../docspace/portal.ts';
import { checkOptionsOf } from '../open-blueprints.ts';
import type { Core } from '../open-core.ts';
import { readPicture } from './read-picture.ts';
import { writeBlueprint } from './write-blueprint.ts';

/** An existing room as a blueprint. Reads the portal and changes nothing; what `check` would refuse of the result is said. */
export async function captureRoom(roomId: number, core: Pick<Core, 'portal' | 'config'>): Promise<CaptureReport> {
  const picture = await readPicture(roomId, asReader(core.portal));
  const { text, remarks } = writeBlueprint(picture);
  const parsed = parseBlueprint({ file: 'captured', text });
  const issues = parsed.ok ? checkBlueprint(parsed.blueprint, checkOptionsOf(core.config)) : parsed.issues;
  const refused = issues.map(({ line, message, hint }) => `line ${line}: ${message}. ${hint}`);
  return { room: { id: picture.room.id, title: picture.room.title }, text, remarks: [...remarks, ...refused] };
}
