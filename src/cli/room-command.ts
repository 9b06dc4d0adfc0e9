import type { Command } from 'commander';
import { z } from 'zod';
import type { RoomRequest } from './parts.ts';
import { readRoom } from './read-room.ts';

const Options = z.object({ blueprint: z.string().exactOptional(), wait: z.boolean() });

/** Adds what the commands for one room have in common. */
export function addRoomOptions(command: Command): Command {
  return command
    .argument('<room>', 'its number, or its address in the portal', readRoom)
    .option('--blueprint <name>', 'the blueprint of kind CloseOut; may be left out where there is only one')
    .option('--no-wait', 'queue it and leave; the exit code is then 2, changes are pending');
}

/** What a command line asks for. */
export function readRoomRequest(room: number, options: unknown): RoomRequest {
  return { room, ...Options.parse(options) };
}
