import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { reportRun } from '../report-run.ts';
import { addRoomOptions, readRoomRequest } from '../room-command.ts';

export function addCloseOutCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('close-out')
    .description('take guests and links out of a room that is archived already');
  addRoomOptions(command).addHelpText(
    'after',
    formatExamples('close-out 4711', 'close-out https://portal.example.com/rooms/archived/4711 --json'),
  );

  command.action(async (room: number) => {
    const request = readRoomRequest(room, command.opts());
    await reportRun(context, (onProgress) => context.parts.closeOut(request, onProgress));
  });
}
