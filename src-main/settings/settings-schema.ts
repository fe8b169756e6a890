/**
 * The panel's settings as they stand in the file. Version 1 had no `version` and no yards; it is read
 * for ever. Nothing secret is in it: profiles are named, their credentials stay where AWS keeps them.
 */
import * as z from 'zod';
import { settingsSchema, type Settings } from '../../src-shared/panel.ts';
import { keptYardSchema, type KeptYard } from '../yards/kept-yard.ts';
import { readKeptShortcuts } from './kept-shortcuts.ts';

export const settingsVersion = 2;

export interface KeptSettings {
  readonly panel: Settings;
  readonly yards: readonly KeptYard[];
}

export const defaultSettings: KeptSettings = {
  panel: { theme: 'system', onQuit: 'keep-yard' },
  yards: [],
};

/** Where nobody has chosen anything yet. */
export const firstSettings: KeptSettings = {
  ...defaultSettings,
  panel: { ...defaultSettings.panel, welcome: 'due' },
};

export type ReadSettings =
  | {
      readonly kind: 'read';
      readonly settings: KeptSettings;
      /** What was left out, as one sentence. */
      readonly problem: string | null;
    }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer'; readonly version: number };

const fileSchema = z.object({
  version: z.number().int().default(1),
  theme: settingsSchema.shape.theme,
  onQuit: settingsSchema.shape.onQuit,
  // Of no weight: what cannot be read of it must not cost the theme.
  welcome: settingsSchema.shape.welcome.catch(undefined),
  motion: settingsSchema.shape.motion.catch(undefined),
  blockSize: settingsSchema.shape.blockSize.catch(undefined),
  guide: settingsSchema.shape.guide.catch(undefined),
  lastFleets: settingsSchema.shape.lastFleets.catch(undefined),
  appearance: settingsSchema.shape.appearance.catch(undefined),
  shortcuts: z.unknown().optional(),
  notifications: settingsSchema.shape.notifications.catch(undefined),
  tray: settingsSchema.shape.tray.catch(undefined),
  yards: z.array(z.unknown()).default([]),
});

/** @param content parsed JSON of whatever is in the file. */
export function readSettings(content: unknown): ReadSettings {
  const version = z.object({ version: z.number().int() }).safeParse(content);
  if (version.success && version.data.version > settingsVersion) {
    return { kind: 'newer', version: version.data.version };
  }
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) return { kind: 'damaged' };
  const { theme, onQuit, motion, blockSize, welcome, guide } = parsed.data;
  const { lastFleets, appearance, notifications, tray, yards } = parsed.data;
  const shortcuts = readKeptShortcuts(parsed.data.shortcuts);
  // One yard that cannot be read must not cost the others and the theme.
  const read = yards.map((yard) => keptYardSchema.safeParse(yard));
  const good = read.flatMap((one) => (one.success ? [one.data] : []));
  const kept = good.filter((yard, index) => good.findIndex(({ id }) => id === yard.id) === index);
  const lost = read.length - kept.length;
  return {
    kind: 'read',
    settings: {
      panel: {
        ...{ theme, onQuit },
        ...(motion !== undefined && { motion }),
        ...(blockSize !== undefined && { blockSize }),
        ...(welcome !== undefined && { welcome }),
        ...(guide !== undefined && { guide }),
        ...(lastFleets !== undefined && { lastFleets }),
        ...(appearance !== undefined && { appearance }),
        ...(shortcuts.settings !== null && { shortcuts: shortcuts.settings }),
        ...(notifications !== undefined && { notifications }),
        ...(tray !== undefined && { tray }),
      },
      yards: kept,
    },
    problem: joined([
      lost === 0
        ? null
        : `${String(lost)} of ${String(read.length)} connected yards cannot be read.`,
      shortcuts.problem,
    ]),
  };
}

function joined(problems: readonly (string | null)[]): string | null {
  const said = problems.filter((each) => each !== null);
  return said.length === 0 ? null : said.join(' ');
}

export function writeSettings({ panel, yards }: KeptSettings): string {
  return `${JSON.stringify({ version: settingsVersion, ...panel, yards }, null, 2)}\n`;
}
