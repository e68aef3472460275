import { Markup } from "./markup.ts";

/** The look of all pages, light and dark; every text has a contrast of at least 4.5 to 1. */
export const STYLE = new Markup(`
:root {
  color-scheme: light dark;
  --ink: #1c1f24; --soft: #565d66; --page: #ffffff; --card: #f5f6f8; --line: #d4d8de;
  --create: #146c2e; --update: #7a5200; --replace: #86188f; --delete: #b3261e; --same: #565d66;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7e9ec; --soft: #a3abb5; --page: #15181c; --card: #1f2329; --line: #3a4049;
    --create: #6fd48a; --update: #e8b659; --replace: #e08fe8; --delete: #ff8f85; --same: #a3abb5;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; }
.soft { color: var(--soft); }
code, pre, .value { font-family: ui-monospace, monospace; font-size: .9em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.value { white-space: pre-wrap; overflow-wrap: anywhere; }
.create { color: var(--create); } .update { color: var(--update); } .replace { color: var(--replace); }
.delete { color: var(--delete); } .same { color: var(--same); }
.sums { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; padding: 0; list-style: none; font-weight: 600; }
article { background: var(--card); border-left: 4px solid currentColor; padding: .75rem 1rem; margin: .6rem 0; }
article > * { color: var(--ink); }
article .create { color: var(--create); } article .update { color: var(--update); }
article .replace { color: var(--replace); } article .delete { color: var(--delete); }
.scroll { overflow: auto; border: 1px solid var(--line); background: var(--card); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
th[scope="row"] { font-weight: 500; }
.scroll > table { margin: .5rem 1rem; width: calc(100% - 2rem); }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
svg { display: block; }
svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
svg .kind { fill: var(--soft); font-size: 12px; }
svg .wave { fill: var(--soft); font-size: 12px; }
svg rect { fill: var(--page); stroke: currentColor; stroke-width: 2; }
svg .same rect { stroke-width: 1; stroke: var(--line); }
svg .glyph { fill: currentColor; font-weight: 700; }
svg path { fill: none; stroke: var(--soft); stroke-width: 1.3; }
svg path.implicit { stroke-dasharray: 4 3; }
svg marker path { fill: var(--soft); stroke: none; }
svg a:focus rect { stroke-width: 4; }
@media print { .scroll { overflow: visible; } }
`);
