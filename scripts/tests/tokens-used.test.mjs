/** Every sheet of the renderer keeps to the tokens: no size, weight, corner or colour of its own. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../src-renderer');
const sheets = (await readdir(root, { recursive: true })).filter(
  (path) => path.endsWith('.css') && !path.endsWith('tokens.css'),
);

const rules = [
  { property: 'font-size', allowed: /^(?:var\(--type-[1-6]\)|inherit)$/u },
  { property: 'font-weight', allowed: /^(?:400|500|600|inherit)$/u },
  {
    property: 'font',
    allowed: /^(?:inherit|(?:600 )?var\(--type-[1-6]\)\/\d+px var\(--font-\w+\))$/u,
  },
  { property: 'border-radius', allowed: /^(?:(?:0|var\(--radius-(?:0|1|2|round)\)) ?)+$/u },
];
/** Light and shade upon a hue, and the veil behind a dialog. */
const shades = new Set(['#ffffff', '#000000']);

/** @param {string} sheet @returns {string[]} */
function faultsOf(sheet) {
  const text = sheet.replaceAll(/\/\*.*?\*\//gsu, '');
  const faults = rules.flatMap(({ property, allowed }) =>
    [...text.matchAll(new RegExp(String.raw`(?<![\w-])${property}:\s*([^;]+);`, 'gu'))]
      .map((found) => found[1] ?? '')
      .filter((value) => !allowed.test(value))
      .map((value) => `${property}: ${value}`),
  );
  const colours = text.match(/#[\da-f]{3,8}\b|(?:rgb|hsl)a?\(/giu) ?? [];
  return [...faults, ...colours.filter((colour) => !shades.has(colour.toLowerCase()))];
}

describe('the sheets', () => {
  it('use the letters, corners and colours of the tokens and no others', async () => {
    expect(sheets.length).toBeGreaterThan(40);
    const faults = await Promise.all(
      sheets.map(async (path) =>
        faultsOf(await readFile(join(root, path), 'utf8')).map((fault) => `${path}: ${fault}`),
      ),
    );
    expect(faults.flat()).toEqual([]);
  });

  it('control: a size, a weight, letters, a corner and a colour of its own are each seen', () => {
    expect(
      faultsOf(
        'a { font-size: 12px; font-weight: 650; font: 11px/16px x; border-radius: 5px; color: #123456 }',
      ),
    ).toHaveLength(5);
  });
});
