/**
 * Whom or what a run is for, as people say it: the name that was read, and the key that it is kept under where that tells more. What
 * was not read yet is called by its id: `key:C-1` is `C-1`, `room:12` is `room 12`.
 */
export function describeSubject({
  subject,
  subjectName,
}: {
  readonly subject: string;
  readonly subjectName?: string | undefined;
}): string {
  const [, kind = '', id = subject] = /^(person|key|room):(.+)$/s.exec(subject) ?? [];
  const bare = kind === 'room' ? `room ${id}` : shorten(id);
  if (subjectName === undefined) return bare;
  return kind === 'key' && subjectName !== id ? `${subjectName} (${shorten(id)})` : subjectName;
}

/** A key that is too long to be kept stands there as its hash. */
function shorten(key: string): string {
  return /^[0-9a-f]{64}$/.test(key) ? `${key.slice(0, 12)}…` : key;
}
