import { messages } from './messages.ts';

const levels = new Map<string, string>(Object.entries(messages.blueprints.levels));
const types = new Map<string, string>(Object.entries(messages.blueprints.types));

/** A level as people read it; one of later versions as it came. */
export function nameLevel(level: string): string {
  return levels.get(level) ?? level;
}

/** A type of room as people read it. */
export function nameType(type: string): string {
  return types.get(type) ?? type;
}
