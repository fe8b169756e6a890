/** What drawing depends on outside of the data: theme, forced colours, motion, pixel ratio, fonts. */
import { useEffect, useState } from 'react';
import { isMotionWelcome } from '../motion.ts';
import { palettes, type ThemeName } from '../tokens.ts';
import type { CellPalette } from './paint-cells.ts';

export interface Surroundings {
  readonly theme: ThemeName;
  readonly isForced: boolean;
  readonly isMotionWelcome: boolean;
  readonly ratio: number;
}

function read(): Surroundings {
  const set = document.documentElement.dataset['theme'];
  const theme: ThemeName =
    set === 'dark' || set === 'light'
      ? set
      : matchMedia('(prefers-color-scheme: light)').matches
        ? 'light'
        : 'dark';
  return {
    theme,
    isForced: matchMedia('(forced-colors: active)').matches,
    isMotionWelcome: isMotionWelcome(),
    ratio: window.devicePixelRatio > 0 ? window.devicePixelRatio : 1,
  };
}

export function useSurroundings(): Surroundings {
  const [value, setValue] = useState(read);
  useEffect(() => {
    const renew = (): void => {
      setValue((before) => {
        const now = read();
        return (Object.keys(now) as (keyof Surroundings)[]).every((key) => now[key] === before[key])
          ? before
          : now;
      });
    };
    const queries = [
      '(prefers-color-scheme: light)',
      '(forced-colors: active)',
      '(prefers-reduced-motion: reduce)',
      `(resolution: ${String(value.ratio)}dppx)`,
    ].map((query) => matchMedia(query));
    for (const query of queries) query.addEventListener('change', renew);
    const settingWatch = new MutationObserver(renew);
    settingWatch.observe(document.documentElement, {
      attributeFilter: ['data-theme', 'data-motion'],
    });
    renew();
    return () => {
      for (const query of queries) query.removeEventListener('change', renew);
      settingWatch.disconnect();
    };
  }, [value.ratio]);
  return value;
}

/** With forced colours the system's own are used, and the marks carry every meaning. */
export function cellPalette(side: 'old' | 'new', around: Surroundings): CellPalette {
  if (around.isForced) {
    return {
      hue: side === 'old' ? 'LinkText' : 'CanvasText',
      bad: 'CanvasText',
      idle: 'GrayText',
      mark: 'Canvas',
      text: 'CanvasText',
      ground: 'Canvas',
      isForced: true,
    };
  }
  const palette = palettes[around.theme];
  const { bad, idle, mark, text, panel: ground } = palette;
  return { hue: palette[side], bad, idle, mark, text, ground, isForced: false };
}
