/**
 * The look as data. `tokens.css` is generated from this file (a test compares them) and the canvas
 * reads the same values, so a hue can never differ between a brick and its legend.
 * Hues: blue and orange stay apart under every kind of colour blindness (measured distance >= 85);
 * `bad` comes close to `new` in the light theme and therefore always carries a mark.
 */

export interface Palette {
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  /** Hairline between areas; decoration only. */
  readonly line: string;
  /** Edge of a control: at least 3:1 on ground, panel and raised. */
  readonly edge: string;
  /** Three greys of text, each at least 4.5:1 on ground, panel and raised. */
  readonly text: string;
  readonly dim: string;
  readonly faint: string;
  readonly focus: string;
  readonly old: string;
  readonly new: string;
  readonly bad: string;
  readonly idle: string;
  /** The same hues for text: at least 4.5:1 also on a wash of themselves. */
  readonly oldText: string;
  readonly newText: string;
  readonly badText: string;
  readonly okText: string;
  readonly ok: string;
  /** Marks and letters upon a brick. */
  readonly mark: string;
  readonly bandLocal: string;
  readonly bandReal: string;
}

export type ThemeName = 'dark' | 'light';

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    ground: '#0f1215',
    panel: '#15191d',
    raised: '#1d2227',
    line: '#293037',
    edge: '#66717b',
    text: '#e9edf0',
    dim: '#a9b3bb',
    faint: '#8a959e',
    focus: '#ffffff',
    old: '#56b4e9',
    new: '#e69f00',
    bad: '#ff6b6b',
    idle: '#8a9299',
    oldText: '#6fc0ee',
    newText: '#f0ad1c',
    badText: '#ff8585',
    okText: '#7ecba9',
    ok: '#63b795',
    mark: '#0d1012',
    bandLocal: '#191e23',
    bandReal: '#3b2a52',
  },
  light: {
    ground: '#f2f4f6',
    panel: '#ffffff',
    raised: '#f6f8f9',
    line: '#dbe1e6',
    edge: '#848e97',
    text: '#14181c',
    dim: '#4a555f',
    faint: '#5d6973',
    focus: '#14181c',
    old: '#0072b2',
    new: '#b35c00',
    bad: '#b00020',
    idle: '#6b7280',
    oldText: '#00598c',
    newText: '#8a4600',
    badText: '#a3001d',
    okText: '#0b6847',
    ok: '#0f7a53',
    mark: '#ffffff',
    bandLocal: '#e9edf0',
    bandReal: '#e4d9f3',
  },
};

/** Sizes in CSS pixels, on a grid of 4. */
export const sizes = {
  space1: 4,
  space2: 8,
  space3: 12,
  space4: 16,
  space5: 24,
  space6: 32,
  /** Marks and letters in a frame; controls; cards and dialogs. */
  radius0: 4,
  radius1: 6,
  radius2: 10,
  radiusRound: 999,
  band: 56,
  rail: 68,
  status: 28,
  inspector: 328,
} as const;

/**
 * Sizes of letters in CSS pixels, for the screen and the canvas: marks, notes, texts, figures, names, titles. With
 * the weights 400, 500 and 600 they are all there is; `scripts/tests/tokens-used.test.mjs` refuses any other.
 */
export const type = { type1: 11, type2: 12, type3: 13, type4: 15, type5: 17, type6: 20 } as const;

/**
 * What is drawn over the page of a server: such a page is drawn on white in both themes, and its own colours are
 * anybody's. A hue that few pages have, and a grey of 8.9:1 on white.
 */
export const overPage = { differs: '#d60093', leftOut: '#4a4a4a' } as const;

/**
 * How much of its hue a square keeps that is not filled, per cent: `faded` is on its way, `resting` is whole but
 * carries nothing, `hollow` is not there. The canvas and the legend read the same numbers.
 */
export const washes = { faded: 34, resting: 18, hollow: 10 } as const;

/**
 * Sides of a block in CSS pixels, where a person wants all of them alike: the smallest that still shows its
 * number is 26 (medium has it, small only its mark), and from 64 on it has room for words.
 */
export const blockSizes = { small: 18, medium: 40, large: 88 } as const;

export const fonts = {
  sans: "'Inter Variable', Inter, system-ui, sans-serif",
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace",
} as const;

/** Milliseconds. Motion explains an observed change and is short. */
export const durations = { quick: 120, fade: 180 } as const;
