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
small, .none, .meaning, .for { color: var(--faint); }
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

.health { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1rem; margin-bottom: 1.1rem; }
.health h1::before { content: ""; display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 50%; margin-right: 0.6rem; vertical-align: 0.08em; background: currentColor; }
.health.good h1::before { color: var(--good); }
.health.attention h1::before { color: var(--attention); }
.health.bad h1::before { color: var(--bad); }
.health p { color: var(--faint); }
.checks { list-style: none; margin: 0 0 2.25rem; padding: 0; display: grid; gap: 0.8rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.checks li { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 0.9rem 1.05rem; overflow-wrap: anywhere; }
.checks h2 { font-size: 0.9rem; display: flex; justify-content: space-between; align-items: center; margin-bottom: 0.2rem; }
.checks h2::after { content: "ok"; font-size: 0.75rem; font-weight: 600; padding: 0 0.5rem; border-radius: 99px; color: var(--good); background: var(--good-ground); }
.checks .attention { border-color: var(--attention); }
.checks .attention h2::after { content: "attention"; color: var(--attention); background: var(--attention-ground); }
.checks .bad { border-color: var(--bad); }
.checks .bad h2::after { content: "not working"; color: var(--bad); background: var(--bad-ground); }
.checks p { font-size: 0.9rem; }

.filters { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem; margin-bottom: 0.8rem; }
.filters h2 { font-size: 1.15rem; margin-right: 0.7rem; }
.filters a { color: var(--faint); border: 1px solid transparent; border-radius: 99px; padding: 0.1rem 0.7rem; font-size: 0.9rem; }
.filters a:hover { text-decoration: none; color: var(--text); }
.filters a[aria-current] { color: var(--text); background: var(--panel); border-color: var(--line); }
.filters b { font-weight: 600; margin-left: 0.15rem; }
.meaning { width: 100%; font-size: 0.9rem; }

.runs { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.runs th { text-align: left; font-size: 0.8rem; font-weight: 600; color: var(--faint); padding: 0.6rem 1rem; border-bottom: 1px solid var(--line); }
.runs td { padding: 0.7rem 1rem; vertical-align: top; border-bottom: 1px solid var(--line); font-size: 0.93rem; overflow-wrap: anywhere; }
.runs tr:last-child td { border-bottom: 0; }
.runs tbody tr:hover { background: light-dark(#fafbfc, #20252d); }
.runs td:first-child, .runs td:last-child { white-space: nowrap; }
.runs td:last-child { color: var(--faint); }
.runs th:nth-child(2) { width: 34%; }
.runs th:nth-child(3) { width: 20%; }
.runs th:nth-child(4) { width: 17%; }
.runs .subject { font-weight: 600; color: var(--text); display: block; }
.state { display: inline-block; font-size: 0.8rem; font-weight: 600; padding: 0.1rem 0.6rem; border-radius: 99px; white-space: nowrap; background: var(--still-ground); color: var(--faint); }
.state.good { color: var(--good); background: var(--good-ground); }
.state.attention { color: var(--attention); background: var(--attention-ground); }
.state.bad { color: var(--bad); background: var(--bad-ground); }
.state.busy { color: var(--busy); background: var(--busy-ground); }
.empty { background: var(--panel); border: 1px dashed var(--line); border-radius: 12px; padding: 3rem 1.5rem; text-align: center; }
.empty p { color: var(--faint); max-width: 36rem; margin: 0.5rem auto 0; }
.pager { margin-top: 1rem; text-align: right; }

.back { margin-bottom: 1rem; font-size: 0.9rem; }
.back a::before { content: "← "; }
.head { display: grid; gap: 0.45rem; justify-items: start; }
.head .for { font-weight: 400; }
.head p { color: var(--faint); }
.error { background: var(--bad-ground); border: 1px solid var(--bad); border-radius: 12px; padding: 0.9rem 1.1rem; overflow-wrap: anywhere; }
.error p:first-child { color: var(--bad); font-weight: 600; }
.error .hint { color: var(--text); }
.retry { display: flex; flex-wrap: wrap; align-items: center; gap: 0.9rem; }
.facts { display: flex; flex-wrap: wrap; gap: 1px; margin: 0 0 2rem; background: var(--line); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.facts div { background: var(--panel); padding: 0.7rem 1.05rem; flex: 1 1 12rem; }
.facts dt { font-size: 0.8rem; color: var(--faint); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
main section > h2 { margin-bottom: 0.7rem; }
details.mail { margin: -0.8rem 0 2rem; color: var(--faint); }
details.mail pre { white-space: pre-wrap; margin: 0.5rem 0 0; padding: 0.8rem 1.1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; }
.remarks { margin: 0; padding: 0.8rem 1.1rem 0.8rem 2rem; background: var(--attention-ground); border-radius: 12px; }
.timeline, .plan { list-style: none; margin: 0; padding: 0.4rem 0; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; }
.timeline li { display: grid; grid-template-columns: 1.2rem minmax(10rem, 2fr) minmax(6rem, 3fr) 4.5rem; gap: 0 0.8rem; align-items: center; padding: 0.35rem 1.05rem; }
.timeline .mark { font-weight: 700; color: var(--faint); }
.timeline .done .mark { color: var(--good); }
.timeline .failed .mark { color: var(--bad); }
.timeline .running .mark { color: var(--busy); }
.timeline .name { overflow-wrap: anywhere; }
.timeline small { display: block; }
.timeline .bar { width: 100%; height: 1.4rem; display: block; background: linear-gradient(var(--line), var(--line)) center / 100% 1px no-repeat; }
.timeline rect { fill: var(--good); }
.timeline .failed rect { fill: var(--bad); }
.timeline .running rect { fill: var(--busy); }
.timeline .took { text-align: right; color: var(--faint); font-variant-numeric: tabular-nums; font-size: 0.88rem; white-space: nowrap; }
.timeline .problem { grid-column: 2 / -1; color: var(--bad); font-size: 0.92rem; }
.plan li { padding: 0.15rem 1.05rem; overflow-wrap: anywhere; }
.plan .mark { display: inline-block; width: 1.2rem; font-weight: 700; color: var(--good); }
.plan .change .mark { color: var(--attention); }
.plan .same, .plan .same .mark { color: var(--faint); }
.plan .depth-1 { padding-left: 2.3rem; }
.plan .depth-2 { padding-left: 3.6rem; }
.plan .depth-3 { padding-left: 4.9rem; }
.plan .depth-4 { padding-left: 6.2rem; }
.plan .depth-5 { padding-left: 7.5rem; }
.plan .depth-6 { padding-left: 8.8rem; }

.card { max-width: 27rem; margin: 3rem auto; background: var(--panel); border: 1px solid var(--line); border-radius: 14px; padding: 1.75rem; display: grid; gap: 0.9rem; overflow-wrap: anywhere; }
.card > p:not(.error) { color: var(--faint); }
.card form { display: grid; gap: 0.5rem; }
.card label { font-weight: 600; font-size: 0.9rem; }
.card input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 0.55rem 0.75rem; width: 100%; }
.card button { margin-top: 0.4rem; }

@media (max-width: 44rem) {
  .runs thead { display: none; }
  .runs tr { display: grid; padding: 0.7rem 1rem; gap: 0.2rem; border-bottom: 1px solid var(--line); }
  .runs td { border: 0; padding: 0; }
  .runs td:has(> .none) { display: none; }
  .card { margin: 0 auto; }
  .timeline li { grid-template-columns: 1.2rem 1fr 4.5rem; }
  .timeline .bar { display: none; }
}
`;
