/** How the page of findings looks: dark and light as the reader's system asks, and on paper. */
export const pageStyle = `
:root {
  color-scheme: dark light;
  --ground: #101215; --panel: #181b20; --line: #2b3038; --text: #e8eaed; --dim: #a4abb6;
  --old: #6cb6ff; --new: #e0a458; --worth: #ff8f8f; --worth-ground: #2a1a1c;
}
@media (prefers-color-scheme: light) {
  :root {
    --ground: #f4f5f7; --panel: #ffffff; --line: #d9dde3; --text: #1a1d21; --dim: #5a6270;
    --old: #0b5cad; --new: #8a5300; --worth: #b3261e; --worth-ground: #fdf0ef;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 48px; }
h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin: 0 0 10px; font-size: 16px; font-weight: 600; }
h2 span { margin-left: 4px; color: var(--dim); font-weight: 400; }
dl {
  display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 20px;
  margin: 0 0 24px; font-size: 14px;
}
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
section, .sum, .failed {
  margin: 0 0 16px; padding: 16px 20px; border: 1px solid var(--line); border-radius: 10px; background: var(--panel);
}
.sum { border-left: 4px solid var(--old); }
.sum[data-worth='yes'], .failed { border-left: 4px solid var(--worth); }
.wide { overflow-x: auto; }
table { width: 100%; min-width: 620px; border-collapse: collapse; table-layout: fixed; font-size: 14px; }
th, td { padding: 8px 16px 8px 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--dim); font-weight: 600; }
thead th.old { color: var(--old); }
thead th.new { color: var(--new); }
th:first-child { width: 38%; }
tbody th { font-weight: 400; }
.kind { margin-right: 8px; color: var(--dim); font-size: 12px; white-space: nowrap; }
.kind i { font-style: normal; font-weight: 700; }
.worth > * { background: var(--worth-ground); }
.worth > th { padding-left: 12px; box-shadow: inset 3px 0 var(--worth); font-weight: 600; }
.why { margin: 2px 0 0; color: var(--worth); font-weight: 400; }
.none, .more, footer { color: var(--dim); }
.missing ul { margin: 0; padding-left: 20px; color: var(--dim); font-size: 14px; overflow-wrap: anywhere; }
.shots td { border-top: 0; padding-bottom: 16px; }
figure { display: inline-block; width: calc(33.3% - 12px); margin: 0 12px 0 0; vertical-align: top; }
figure img { display: block; width: 100%; border: 1px solid var(--line); border-radius: 4px; background: #fff; }
figcaption { margin-top: 4px; color: var(--dim); font-size: 12px; }
footer { margin-top: 24px; font-size: 13px; }
@media (max-width: 640px) { main { padding: 20px 14px 32px; } section, .sum, .failed { padding: 12px 14px; } }
@media print { body { background: none; } section, .sum { break-inside: avoid-page; } }
`;
