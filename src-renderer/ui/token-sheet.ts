/** Writes the tokens as CSS custom properties; the result is kept as `tokens.css`. */
import {
  durations,
  fonts,
  overPage,
  palettes,
  sizes,
  type,
  washes,
  type Palette,
} from './tokens.ts';

function kebab(name: string): string {
  return name.replace(/[A-Z]|\d+/g, (part) => `-${part.toLowerCase()}`);
}

function declarations(values: Readonly<Record<string, string | number>>, unit = ''): string {
  return Object.entries(values)
    .map(([name, value]) => `  --${kebab(name)}: ${String(value)}${unit};`)
    .join('\n');
}

function rule(selector: string, scheme: string, palette: Palette): string {
  return `${selector} {\n  color-scheme: ${scheme};\n${declarations({ ...palette })}\n}`;
}

/** The whole sheet: dark by default, light where the system or the setting asks for it. */
export function tokenSheet(): string {
  const light = rule(":root:not([data-theme='dark'])", 'light', palettes.light);
  const constants = Object.fromEntries(
    Object.entries(fonts).map(([name, value]) => [`font-${name}`, value]),
  );
  const shares = Object.fromEntries(
    Object.entries(washes).map(([name, value]) => [`wash-${name}`, value]),
  );
  const blocks = [
    '/* Generated from tokens.ts: change it there, then `npx vitest run src-renderer/ui/tokens.test.ts -u`. */',
    rule(':root', 'dark', palettes.dark),
    rule(":root[data-theme='light']", 'light', palettes.light),
    `@media (prefers-color-scheme: light) {\n${light.replace(/^/gm, '  ')}\n}`,
    `:root {\n${declarations({ ...sizes, ...type }, 'px')}\n${declarations(overPage)}\n${declarations(shares, '%')}\n${declarations(constants)}\n${declarations(durations, 'ms')}\n}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}
