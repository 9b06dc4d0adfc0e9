/** The number of bytes behind a base64 text. */
export function sizeOf(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}

/** A text as the portal stores it: UTF-8 in base64. */
export function encodeText(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
