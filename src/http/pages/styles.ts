/** The look of all pages, light and dark by the reader's own setting. */
export const styles = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14171c);
  --panel: light-dark(#ffffff, #1c2027);
  --line: light-dark(#e2e5ea, #2d333d);
  --text: light-dark(#1b1f26, #e8eaee);
  --faint: light-dark(#636b78, #99a2b0);
  --accent: light-dark(#2f5fd0, #86a8ff);
  --good: light-dark(#1a7f4b, #5fd09a);
  --good-ground: light-dark(#e4f5eb, #173527);
  --attention: light-dark(#8a5a00, #f0bd5a);
  --attention-ground: light-dark(#fdf1d7, #3a2d11);
  --bad: light-dark(#b3261e, #ff9b92);
  --bad-ground: light-dark(#fde8e6, #43201d);
  --busy: light-dark(#2f5fd0, #86a8ff);
  --busy-ground: light-dark(#e6edfd, #1d2a49);
  --still-ground: light-dark(#eceef2, #2a303a);
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 0; font-weight: 650; }
p { margin: 0; }
code { font: 0.88em ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; background: var(--still-ground); padding: 0.1em 0.35em; border-radius: 4px; overflow-wrap: anywhere; }
small { color: var(--faint); }
.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: 0.75rem max(1.25rem, calc(50vw - 33rem)); background: var(--panel); border-bottom: 1px solid var(--line); }
.brand { display: flex; align-items: center; gap: 0.55rem; color: var(--text); font-weight: 650; font-size: 1.05rem; }
.brand:hover { text-decoration: none; }
.bell { width: 1.45rem; height: 1.45rem; fill: var(--accent); }
.identity { display: flex; align-items: center; gap: 0.9rem; color: var(--faint); font-size: 0.9rem; }
main { max-width: 68.5rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
main > section, main > form { margin-bottom: 1.75rem; }
button { font: inherit; font-weight: 600; color: light-dark(#fff, #10131a); background: var(--accent); border: 0; border-radius: 8px; padding: 0.5rem 1rem; cursor: pointer; }
button:hover { filter: brightness(1.08); }
button.quiet { background: none; color: var(--text); border: 1px solid var(--line); font-weight: 500; padding: 0.25rem 0.75rem; }
.hint { color: var(--faint); }

main section > h2 { margin-bottom: 0.7rem; }
main section p { margin-top: 0.35rem; }
pre { white-space: pre-wrap; margin: 0.7rem 0 0; padding: 0.8rem 1.1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; }
.error { background: var(--bad-ground); border: 1px solid var(--bad); border-radius: 12px; padding: 0.9rem 1.1rem; overflow-wrap: anywhere; color: var(--bad); font-weight: 600; }

.card { max-width: 27rem; margin: 3rem auto; background: var(--panel); border: 1px solid var(--line); border-radius: 14px; padding: 1.75rem; display: grid; gap: 0.9rem; overflow-wrap: anywhere; }
.card > p:not(.error) { color: var(--faint); }
.card form { display: grid; gap: 0.5rem; }
.card label { font-weight: 600; font-size: 0.9rem; }
.card input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 0.55rem 0.75rem; width: 100%; }
.card button { margin-top: 0.4rem; }

@media (max-width: 44rem) {
  .card { margin: 0 auto; }
}
`;
