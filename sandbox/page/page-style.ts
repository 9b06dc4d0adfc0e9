/** The page's style, for light and dark. */
export const style = `
:root {
  --ground: #f4f5f7; --card: #fff; --line: #e3e6ea; --ink: #1c2530; --quiet: #68737f; --accent: #1f6feb; --accent-ink: #fff;
  --chip: #eef1f5; --guest: #b45309; --guest-ground: #fef3e2; --good: #1a7f4b; --good-ground: #e4f6ec; --bad: #c0362c; --bad-ground: #fdeceb;
  --shadow: 0 1px 2px rgb(20 30 45 / 6%), 0 4px 14px rgb(20 30 45 / 4%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151b; --card: #19202a; --line: #2a3340; --ink: #e6ebf1; --quiet: #93a0ae; --accent: #4c8ff5; --accent-ink: #0b1016;
    --chip: #252e3a; --guest: #f2b56b; --guest-ground: #3a2c17; --good: #6bd49b; --good-ground: #173326; --bad: #ff8f86; --bad-ground: #3d1f1d;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }
header, #add-person, main { max-width: 1360px; margin: 0 auto; padding: 0 24px; }
header { display: flex; align-items: center; gap: 16px; padding-top: 22px; }
header p { margin: 0; color: var(--quiet); flex: 1; }
.brand { display: flex; align-items: center; gap: 10px; font-size: 18px; font-weight: 650; letter-spacing: -.01em; }
.mark { width: 22px; height: 22px; border-radius: 7px; background: linear-gradient(135deg, var(--accent), #7b5cf0); }
.live { color: var(--good); font-size: 12px; display: flex; align-items: center; gap: 6px; }
.live::before { content: ''; width: 8px; height: 8px; border-radius: 50%; background: currentColor; }
.live.gone { color: var(--bad); }
code { font: 12.5px ui-monospace, 'SF Mono', Menlo, 'Liberation Mono', monospace; }
h2 { font-size: 15px; font-weight: 650; margin: 26px 0 10px; display: flex; align-items: center; gap: 8px; }
h3 { font-size: 15px; font-weight: 650; margin: 0; letter-spacing: -.01em; overflow-wrap: anywhere; }
h4 { font-size: 11px; font-weight: 600; margin: 16px 0 6px; color: var(--quiet); text-transform: uppercase; letter-spacing: .06em; }
small { color: var(--quiet); font-size: 12px; }
ul { list-style: none; margin: 0; padding: 0; }
.count { background: var(--chip); color: var(--quiet); border-radius: 99px; padding: 1px 8px; font-size: 12px; font-weight: 500; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
.none { color: var(--quiet); margin: 0; }
#add-person { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 12px; margin-top: 20px; }
form h2 { margin: 0 4px 8px 0; }
form output { flex-basis: 100%; min-height: 20px; color: var(--good); }
form output.bad { color: var(--bad); }
label { display: grid; gap: 4px; font-size: 12px; color: var(--quiet); flex: 0 1 150px; }
label.wide { flex: 1 1 220px; max-width: 320px; }
input, select, button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 7px 10px; min-width: 0; }
input:focus-visible, select:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
input, select, button.primary { height: 36px; }
button { cursor: pointer; font-size: 13px; padding: 5px 12px; }
button:hover { border-color: var(--quiet); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; padding: 8px 20px; }
button:disabled { opacity: .5; }
main { display: grid; grid-template-columns: 380px minmax(0, 1fr); gap: 0 24px; padding-bottom: 48px; }
aside h2, .middle > section:first-child h2 { margin-top: 8px; }
aside section + section h2 { margin-top: 26px; }
.people li { display: flex; align-items: center; gap: 10px; padding: 9px 14px; }
.people li + li { border-top: 1px solid var(--line); }
.people .terminated .who, .people .terminated .avatar { opacity: .5; }
.who { flex: 1; min-width: 0; display: grid; }
.who b { font-weight: 550; }
.who b, .who small { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.facts { display: grid; justify-items: end; gap: 3px; }
.avatar { flex: none; width: 30px; height: 30px; border-radius: 50%; display: grid; place-items: center; font-size: 11px; font-weight: 600; background: var(--chip); color: var(--quiet); }
.avatar.guest { background: var(--guest-ground); color: var(--guest); }
.chip { background: var(--chip); color: var(--quiet); border-radius: 99px; padding: 1px 8px; font-size: 11.5px; white-space: nowrap; }
.chip.guest, .chip.pending, .chip.waiting { background: var(--guest-ground); color: var(--guest); }
.chip.terminated, .chip.failed { background: var(--bad-ground); color: var(--bad); }
.chip.delivered { background: var(--good-ground); color: var(--good); }
.rooms { columns: 380px; column-gap: 16px; }
.room { padding: 16px 18px; margin-bottom: 16px; break-inside: avoid; }
.room:target { border-color: var(--accent); box-shadow: 0 0 0 3px color-mix(in srgb, var(--accent) 25%, transparent); }
.room.archived h3, .room.archived .tree { opacity: .65; }
.head { display: flex; justify-content: space-between; align-items: flex-start; gap: 12px; }
.tags { margin: 8px 0 0; display: flex; gap: 6px; }
.tag { border: 1px solid var(--line); border-radius: 6px; padding: 0 7px; font-size: 11.5px; color: var(--quiet); }
.tree .tree { margin-left: 9px; border-left: 1px solid var(--line); padding-left: 14px; }
.tree li { padding: 2px 0; overflow-wrap: anywhere; }
.glyph { display: inline-block; width: 15px; height: 11px; margin-right: 8px; border-radius: 2px 3px 3px 3px; background: var(--accent); opacity: .75; position: relative; }
.glyph::before { content: ''; position: absolute; left: 0; top: -3px; width: 7px; height: 4px; border-radius: 2px 2px 0 0; background: inherit; }
.extension { display: inline-block; min-width: 34px; margin-right: 8px; padding: 1px 4px; border-radius: 4px; background: var(--chip); color: var(--quiet); font-size: 9.5px; font-weight: 650; text-align: center; text-transform: uppercase; letter-spacing: .03em; }
.members li, .links li { display: flex; align-items: center; gap: 8px; padding: 3px 0; }
.members .avatar { width: 24px; height: 24px; font-size: 9.5px; }
.name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.level { margin-left: auto; color: var(--quiet); font-size: 12.5px; white-space: nowrap; }
.deliveries { padding: 16px 18px; overflow-x: auto; }
.webhooks li { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 2px 0; }
.webhooks b { font-weight: 550; }
#search input { width: 260px; }
.log { margin-top: 10px; }
.log li { border-top: 1px solid var(--line); }
.log summary { display: flex; align-items: center; gap: 10px; padding: 7px 0; cursor: pointer; list-style: none; }
.log b { font-weight: 550; }
.log h4 { text-transform: none; letter-spacing: 0; overflow-wrap: anywhere; }
.log .to { flex: 1; min-width: 0; color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.log time { color: var(--quiet); font-variant-numeric: tabular-nums; }
pre { margin: 0 0 10px; padding: 10px 12px; max-height: 320px; overflow: auto; border-radius: 8px; background: var(--chip); font: 12px/1.5 ui-monospace, 'SF Mono', Menlo, 'Liberation Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.log button { margin-bottom: 12px; }
.invite { margin-top: 14px; }
.invite summary { color: var(--accent); cursor: pointer; font-size: 13px; }
.invite form { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.invite input { flex: 1 1 160px; }
.room > .none { font-size: 12.5px; margin-top: 4px; }
li.none { padding: 9px 14px; }
.pages { display: flex; align-items: center; gap: 14px; color: var(--quiet); margin-top: 4px; }
.pages a { color: var(--accent); text-decoration: none; }
@media (max-width: 1000px) { header p { display: none; } .brand { flex: 1; } }
@media (max-width: 860px) { main { display: flex; flex-direction: column-reverse; } .rooms { columns: auto; } header { flex-wrap: wrap; } #search { order: 3; flex-basis: 100%; } #search input { width: 100%; } header, #add-person, main { padding-inline: 14px; } label, label.wide { flex: 1 1 40%; max-width: none; } form h2 { flex-basis: 100%; margin: 0; } }
`;
