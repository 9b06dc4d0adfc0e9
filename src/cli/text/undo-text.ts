import type { UndoPlan } from '../../runs/plan-undo.ts';
import type { Paint } from '../output.ts';

/** What an undo would do, line by line: `-` is taken back, `=` stays done whatever happens. */
export function renderUndo({ runId, room, kind, lines, cannot }: UndoPlan, paint: Paint): string[] {
  const where = room === undefined ? '' : `, room "${room.title}" (${room.id})`;
  const head = kind === 'nothing' ? 'nothing of it is there to be taken back' : 'this is taken back';
  return [
    `undo of run ${runId}${where}: ${head}${lines.length + cannot.length > 0 ? ':' : ''}`,
    ...lines.map((line) => `  ${paint('red', '-')} ${line}`),
    ...cannot.map((line) => `  ${paint('dim', '=')} stays done: ${line}`),
  ];
}
