/** Style of the reports: one sheet, no script, no font or picture from elsewhere; light, dark and print. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --sheet: #ffffff; --ink: #1c2430; --soft: #5a6472; --line: #dcdfe4; --faint: #f2f3f5;
  --accent: #9c1c1f; --link: #1f4e8c; --bar: #aebdd2;
  --error: #a3201d; --error-paper: #fbeceb; --warning: #8a5a00; --warning-paper: #fdf4e0; --unknown: #5b4a91; --unknown-paper: #f1eef9; --good: #23683f; --good-paper: #eaf5ee;
  --created: #23683f; --destroyed: #a3201d;
  --sans: "Segoe UI", "Noto Sans", "Helvetica Neue", Roboto, Arial, sans-serif;
  --serif: "Noto Serif", "Source Serif 4", "Times New Roman", Times, serif;
  --mono: ui-monospace, "Cascadia Mono", "Noto Sans Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181e; --sheet: #1a2028; --ink: #e4e7ec; --soft: #a2acb9; --line: #343c47; --faint: #222933;
    --accent: #e88a82; --link: #92bbef; --bar: #46607f;
    --error: #f1938d; --error-paper: #3a2022; --warning: #e6bb64; --warning-paper: #362c18; --unknown: #b9aaee; --unknown-paper: #2a2640; --good: #86cf9f; --good-paper: #1c3024;
    --created: #86cf9f; --destroyed: #f1938d;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 var(--sans); overflow-wrap: anywhere; }
.page { max-width: 1080px; margin: 0 auto; padding: 0 28px 64px; }
.language { position: absolute; opacity: 0; pointer-events: none; }
#language-vi:checked ~ .page [lang="en"], #language-en:checked ~ .page [lang="vi"] { display: none; }
.switch { float: right; display: inline-flex; margin: 20px 0 12px 16px; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; background: var(--sheet); font-size: 14px; }
.switch label { padding: 5px 14px; cursor: pointer; color: var(--soft); }
.switch label + label { border-left: 1px solid var(--line); }
#language-vi:checked ~ .page label[for="language-vi"], #language-en:checked ~ .page label[for="language-en"] { background: var(--ink); color: var(--paper); font-weight: 600; }
#language-vi:focus-visible ~ .page label[for="language-vi"], #language-en:focus-visible ~ .page label[for="language-en"] { outline: 3px solid var(--link); outline-offset: -3px; }
.mast { padding: 28px 0 20px; border-bottom: 3px solid var(--accent); }
.mast .owner { margin: 0 0 10px; font-size: 14px; font-weight: 600; color: var(--accent); }
h1, h2 { font-family: var(--serif); font-weight: 700; line-height: 1.25; text-wrap: balance; }
h1 { font-size: 34px; margin: 0 0 6px; }
h2 { font-size: 24px; margin: 52px 0 6px; padding-top: 14px; border-top: 1px solid var(--line); }
h3 { font-size: 17px; margin: 30px 0 8px; }
p { margin: 8px 0; max-width: 78ch; }
.lead { color: var(--soft); margin: 0 0 14px; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code, .mono { font-family: var(--mono); font-size: 0.86em; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 18px; margin: 16px 0 0; font-size: 15px; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; }
.handling { margin: 18px 0 0; padding: 10px 16px; border: 1px solid var(--accent); border-left-width: 6px; background: var(--sheet); }
.handling strong { color: var(--accent); } .handling small { display: block; color: var(--soft); }
nav { margin: 14px 0 0; font-size: 15px; display: flex; flex-wrap: wrap; gap: 4px 20px; }
.verdict { margin: 24px 0 0; padding: 16px 20px; border-radius: 6px; background: var(--unknown-paper); border-left: 6px solid var(--unknown); }
.verdict.bad { background: var(--error-paper); border-color: var(--error); } .verdict.good { background: var(--good-paper); border-color: var(--good); }
.verdict strong { font-size: 19px; display: block; } .verdict p { margin: 4px 0 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); margin: 20px 0; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; overflow: hidden; } .tiles.many { grid-template-columns: repeat(4, 1fr); }
.tile { padding: 12px 16px; box-shadow: 0 0 0 .5px var(--line); } .tile b { display: block; font: 700 25px/1.2 var(--serif); font-variant-numeric: tabular-nums lining-nums; } .tile > span { font-size: 14px; color: var(--soft); }
.tile.bad b { color: var(--error); } .tile.warn b { color: var(--warning); } .tile.unknown b { color: var(--unknown); }
.scroll { overflow-x: auto; margin: 10px 0; }
table { border-collapse: collapse; width: 100%; overflow-wrap: break-word; font-size: 15px; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13.5px; vertical-align: bottom; border-bottom: 1.5px solid var(--ink); padding: 6px 14px 6px 0; }
td { border-bottom: 1px solid var(--line); padding: 6px 14px 6px 0; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
td.n, th.n { text-align: right; } th.n { width: 11%; min-width: 72px; overflow-wrap: normal; } td.n { white-space: nowrap; } td.zero { color: var(--soft); opacity: .55; } td.keep, th.keep { white-space: nowrap; overflow-wrap: normal; } td.n + td:not(.n), th.n + th:not(.n) { padding-left: 14px; }
td code { white-space: nowrap; } td small, li small { color: var(--soft); display: block; }
.bar { display: block; height: 10px; border-radius: 2px; background: var(--bar); min-width: 2px; }
td.chart { width: 34%; vertical-align: middle; }
details, p.row { border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); margin: 8px 0; }
summary { cursor: pointer; padding: 9px 14px; } p.row { padding: 9px 14px 9px 32px; max-width: none; }
summary:hover { background: var(--faint); } summary:focus-visible, a:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
details > .inside { padding: 6px 16px 8px; border-top: 1px solid var(--line); }
details details { background: transparent; }
.badge { display: inline-block; font-size: 13px; font-weight: 600; line-height: 1.5; padding: 0 8px; border-radius: 4px; border: 1px solid currentColor; white-space: nowrap; color: var(--soft); }
.badge.error, .badge.fail, .badge.destroyed, .badge.replaced { color: var(--error); } .badge.warning, .badge.changed { color: var(--warning); } .badge.unknown { color: var(--unknown); border-style: dashed; } .badge.pass, .badge.created { color: var(--good); } .badge.moved { color: var(--link); }
.badge.assumed { color: var(--unknown); border-style: dashed; font-weight: 400; }
.count { float: right; margin-left: 12px; font-weight: 600; font-variant-numeric: tabular-nums; }
ul.rows { list-style: none; margin: 8px 0; padding: 0; } ul.rows > li { padding: 8px 0; border-bottom: 1px solid var(--line); } ul.rows > li:last-child { border-bottom: 0; }
.hint { color: var(--soft); } .hint::before { content: "→ "; }
.note { padding: 10px 14px; background: var(--faint); border-radius: 6px; font-size: 15px; }
.danger { border: 1px solid var(--error); border-left-width: 6px; background: var(--sheet); padding: 14px 20px 6px; margin: 16px 0; border-radius: 6px; } .danger h3 { margin: 0 0 4px; color: var(--error); } .danger ul.rows > li { border-color: color-mix(in srgb, var(--error) 25%, transparent); }
.attribute { margin: 6px 0 10px; font-size: 14px; } .attribute del, .attribute ins { display: block; text-decoration: none; font-family: var(--mono); font-size: 13px; white-space: pre-wrap; padding: 1px 8px; border-left: 3px solid; margin: 2px 0; }
.attribute del { color: var(--destroyed); border-color: var(--destroyed); } .attribute ins { color: var(--created); border-color: var(--created); } .attribute del::before { content: "− "; } .attribute ins::before { content: "+ "; }
ul.plain { margin: 4px 0; padding-left: 20px; } .object { padding: 10px 0; border-bottom: 1px solid var(--line); } .object:last-child { border-bottom: 0; }
footer { margin-top: 60px; padding-top: 14px; border-top: 1px solid var(--line); font-size: 14px; color: var(--soft); }
@media (max-width: 640px) {
  body { font-size: 15px; } .page { padding: 0 16px 48px; } h1 { font-size: 26px; } h2 { font-size: 21px; margin-top: 40px; }
  .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin: 0 0 6px; } .tile b { font-size: 21px; } .tiles, .tiles.many { grid-template-columns: repeat(2, 1fr); } .switch { margin-top: 14px; }
  details > .inside { padding: 4px 12px 6px; } td.chart, th.chart { display: none; }
}
@media print {
  @page { margin: 16mm 14mm; }
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --soft: #444; --line: #bbb; color-scheme: light; }
  body { font-size: 10.5pt; background: #fff; } .page { max-width: none; padding: 0; } .switch, nav { display: none; }
  h2 { break-after: avoid; } h3, caption, summary { break-after: avoid; } li, tr, .object, .tile { break-inside: avoid; } a { color: inherit; text-decoration: none; }
  details:not(.long)::details-content { content-visibility: visible; display: block; block-size: auto; } .scroll { overflow: visible; } .verdict, .danger, .note, .tile { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`.trim();
