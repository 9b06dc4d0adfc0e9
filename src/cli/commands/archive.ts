import type { Command } from 'commander';
import { formatExamples, type CommandContext } from '../command-context.ts';
import { reportRun } from '../report-run.ts';
import { addRoomOptions, readRoomRequest } from '../room-command.ts';

export function addArchiveCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('archive')
    .description('archive a room, after its guests and links were taken out: in the Archive nobody could');
  addRoomOptions(command).addHelpText(
    'after',
    formatExamples('archive 4711', 'archive https://portal.example.com/rooms/shared/4711 --blueprint guest-close-out'),
  );

  command.action(async (room: number) => {
    const request = readRoomRequest(room, command.opts());
    await reportRun(context, (onProgress) => context.parts.archive(request, onProgress));
  });
}
