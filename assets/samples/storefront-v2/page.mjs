/** The shop's page: one document without scripts, fonts or pictures from elsewhere. */
import { drawingOf } from './art.mjs';
import { theme } from './theme.mjs';

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value) => String(value).replace(/[&<>"']/g, (character) => escapes[character]);

const style = `
:root { color-scheme: light dark; --accent: ${theme.accent}; --paper: #f6f7f8; --card: #fff; --text: #17202a; --soft: #5d6a76; --line: #dde3e8; }
@media (prefers-color-scheme: dark) {
  :root { --accent: ${theme.accentDark}; --paper: #101418; --card: #181e24; --text: #e6ebf0; --soft: #93a0ac; --line: #29323b; }
}
* { box-sizing: border-box; margin: 0; }
body { font: 16px/1.5 Inter, system-ui, "Segoe UI", sans-serif; background: var(--paper); color: var(--text); }
header, main, footer { max-width: 1040px; margin: 0 auto; padding: 0 24px; }
header { display: flex; align-items: baseline; gap: 14px; padding-top: 20px; padding-bottom: 16px; }
header b { font-size: 20px; letter-spacing: -.01em; }
header span { color: var(--soft); font-size: 14px; }
header .who { margin-left: auto; font-variant-numeric: tabular-nums; }
header .who b { font-size: 14px; letter-spacing: 0; color: var(--text); }
header .tag { color: var(--accent); border: 1px solid currentColor; border-radius: 99px; padding: 2px 12px; font-weight: 600; }
.hero { position: relative; max-width: 1040px; margin: 0 auto; border-radius: 14px; overflow: hidden; color: ${theme.ink}; background: linear-gradient(${theme.skyTop}, ${theme.skyBottom}); }
.hero svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.hero div { position: relative; padding: 44px 48px 96px; max-width: 620px; }
.hero h1 { font-size: clamp(30px, 5vw, 48px); line-height: 1.08; letter-spacing: -.025em; margin: 6px 0 12px; }
.hero p { font-size: 17px; opacity: .94; }
.hero .offer { display: inline-block; margin-top: 18px; padding: 8px 16px; border-radius: 8px; background: ${theme.ink}; color: ${theme.skyTop}; font-weight: 600; font-size: 15px; }
ul { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 16px; margin: 24px 0 36px; }
li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px; display: grid; gap: 2px; align-content: start; }
li svg { color: var(--accent); margin-bottom: 10px; }
li b { font-weight: 600; }
li span { color: var(--soft); font-size: 14px; }
li i { font-style: normal; font-weight: 600; margin-top: 8px; font-variant-numeric: tabular-nums; }
li em { font-style: normal; color: var(--accent); font-size: 13px; font-weight: 600; }
footer { border-top: 1px solid var(--line); padding-top: 16px; padding-bottom: 32px; color: var(--soft); font-size: 14px; display: flex; flex-wrap: wrap; gap: 6px 24px; }
footer b { color: var(--text); font-weight: 600; }
@media (max-width: 1040px) { .hero { border-radius: 0; } }`;

function cardOf(item, currency) {
  const price = new Intl.NumberFormat('en', { style: 'currency', currency }).format(
    item.cents / 100,
  );
  const badge = item.isNew === true ? '<em>New</em>' : '';
  return `<li>${drawingOf(item.art)}<b>${text(item.name)}</b><span>${text(item.note)}</span><i>${text(price)}</i>${badge}</li>`;
}

/** `about` says who answers: version, generation and block. */
export function pageOf({ campaign, currency, items }, about) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pier &amp; Pine - ${text(campaign.name)} - ${text(about.version)}</title>
<style>${style}</style>
<header><b>Pier &amp; Pine</b><span>Outfitters</span><span class="who"><b>${text(about.version)}</b> answered by <b>${text(about.block)}</b></span><span class="tag">${text(campaign.name)}</span></header>
<section class="hero">
  <svg viewBox="0 0 1000 320" preserveAspectRatio="xMidYMax slice" aria-hidden="true">${theme.scene}</svg>
  <div><p>${text(campaign.name)} collection</p><h1>${text(campaign.title)}</h1><p>${text(campaign.text)}</p><span class="offer">${text(campaign.offer)}</span></div>
</section>
<main><ul>${items.map((item) => cardOf(item, currency)).join('')}</ul></main>
<footer><span>Version <b>${text(about.version)}</b></span><span>Generation <b>${text(about.generation)}</b></span><span>Block <b>${text(about.block)}</b></span></footer>
</html>
`;
}
