import type { AccountType } from '../model/records.ts';
import { fileShare, roomType } from '../model/vendor-numbers.ts';

/** Kinds of account as the product's pages call them. */
export const kindNames: Record<AccountType, string> = {
  owner: 'Owner',
  'docspace-admin': 'DocSpace admin',
  'room-admin': 'Room admin',
  user: 'User',
  guest: 'Guest',
};

const levels: Record<number, string> = {
  [fileShare.RoomManager]: 'Room manager',
  [fileShare.ContentCreator]: 'Content creator',
  [fileShare.Editing]: 'Editor',
  [fileShare.FillForms]: 'Form filler',
  [fileShare.Review]: 'Reviewer',
  [fileShare.Comment]: 'Commenter',
  [fileShare.Read]: 'Viewer',
};

const types: Record<number, string> = {
  [roomType.FillingFormsRoom]: 'Form filling room',
  [roomType.EditingRoom]: 'Collaboration room',
  [roomType.CustomRoom]: 'Custom room',
  [roomType.PublicRoom]: 'Public room',
  [roomType.VirtualDataRoom]: 'Virtual data room',
  [roomType.AiRoom]: 'AI room',
};

/** A level of access as the product's pages call it. */
export function levelName(access: number): string {
  return levels[access] ?? `Level ${access}`;
}

/** A kind of room as the product's pages call it. */
export function roomTypeName(type: number): string {
  return types[type] ?? `Room type ${type}`;
}
