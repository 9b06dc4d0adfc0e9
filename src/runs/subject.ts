import { AppError } from '../base/errors.ts';

/** The subject of runs that are for a person. */
export function personSubject(id: string): string {
  return `person:${id}`;
}

/** The account's id of a subject that is a person. */
export function personIdOf(subject: string): string {
  const [kind, id] = subject.split(':', 2);
  if (kind === 'person' && id) return id;
  throw new AppError('defect', `Subject "${subject}" is no person.`);
}
