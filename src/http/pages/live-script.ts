/**
 * Reads the page again every three seconds while somebody looks at it, and shows what changed. Whoever has the keyboard on
 * something in it is left in peace. When the session has ended the answer is the sign-in page, which has no live part: go there.
 * The answer is cut as text, not parsed whole: its style carries another nonce, and the browser would complain about it.
 */
export const liveScript = `
const live = document.getElementById('live');
let shown;
async function refresh() {
  if (document.visibilityState !== 'visible' || live.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  const [, next] = /<main id="live">([^]*)<.main>/.exec(await answer.text()) ?? [];
  if (next === undefined) return answer.ok ? location.reload() : undefined;
  if (next !== shown) live.innerHTML = next;
  shown = next;
}
setInterval(() => refresh().catch(() => undefined), 3000);
`;
