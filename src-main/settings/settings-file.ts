/** The panel's own settings. Damaged or newer files never stop the panel: defaults, and it says so. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { YardId } from '../../src-shared/ids.ts';
import type { Settings } from '../../src-shared/panel.ts';
import { FaultError, type Fault } from '../../src-shared/result.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';
import { readRegularFile } from '../storage/regular-file.ts';
import type { KeptYard } from '../yards/kept-yard.ts';
import {
  defaultSettings,
  firstSettings,
  readSettings,
  writeSettings,
  type KeptSettings,
} from './settings-schema.ts';

export interface SettingsFile {
  readonly current: () => Settings;
  /** @throws the system's error when it cannot be saved; the setting still holds until the panel ends. */
  readonly save: (settings: Settings) => Promise<void>;
  /** Connected yards beside the local one, as they are saved. */
  readonly yards: () => readonly KeptYard[];
  /** Adds it. @throws as `save`, but nothing has changed then: an account is kept on the disk or not at all. */
  readonly keepYard: (yard: KeptYard) => Promise<void>;
  /** @param change of what is kept when its turn comes. @throws as `keepYard`. */
  readonly changeYard: (id: YardId, change: (kept: KeptYard) => KeptYard) => Promise<void>;
  /** @throws as `keepYard`. */
  readonly dropYard: (id: YardId) => Promise<void>;
  /** What was wrong with the file at start, as one sentence. */
  readonly problem: string | null;
}

export async function openSettingsFile(folder: string): Promise<SettingsFile> {
  const path = join(folder, 'settings.json');
  const start = await readFrom(path);
  let { panel, yards } = start.settings;
  let saving: Promise<void> = Promise.resolve();

  /** One after another: of two saves at once the older one must not be the last to arrive. */
  const save = (change: (kept: KeptSettings['yards']) => KeptSettings['yards']): Promise<void> => {
    saving = saving
      .catch(() => undefined)
      .then(async () => {
        if (start.isInTheWay) throw new FaultError(notSaved(path));
        const next = change(yards);
        await writeFileAtomically(path, writeSettings({ panel, yards: next }));
        yards = next;
      });
    return saving;
  };

  return {
    current: () => panel,
    save: (wanted) => {
      panel = wanted;
      return save((kept) => kept);
    },
    yards: () => yards,
    keepYard: (yard) => save((kept) => [...kept, yard]),
    changeYard: (id, change) =>
      save((kept) => kept.map((yard) => (yard.id === id ? change(yard) : yard))),
    dropYard: (id) => save((kept) => kept.filter((yard) => yard.id !== id)),
    problem: start.problem,
  };
}

/** Hundreds of accounts need a tenth of it; what is cut here is no JSON, and is kept aside as it is. */
const largestBytes = 4 * 1024 * 1024;

interface Start {
  readonly settings: KeptSettings;
  readonly problem: string | null;
  /** What is in the file was neither read nor kept aside: it may hold yards, so nothing is written over it. */
  readonly isInTheWay: boolean;
}

function notSaved(path: string): Fault {
  return {
    code: 'refused',
    message: `The settings are not saved: ${path} could not be read at the start, and is not overwritten.`,
    where: path,
    todo: 'Make the file readable or put it elsewhere, and start Blockyard again.',
  };
}

async function readFrom(path: string): Promise<Start> {
  try {
    const { bytes } = await readRegularFile(path, largestBytes);
    const read = readSettings(JSON.parse(bytes.toString('utf8')));
    switch (read.kind) {
      case 'read': {
        if (read.problem === null) return { ...read, isInTheWay: false };
        return await keptAside(path, 'damaged', read.problem, read.settings);
      }
      case 'newer': {
        const problem = `The settings in ${path} were written by a newer Blockyard (format ${read.version}); the defaults hold.`;
        return await keptAside(path, 'newer', problem);
      }
      case 'damaged':
        return await damaged(path);
    }
  } catch (error) {
    if (error instanceof SyntaxError) return damaged(path);
    const code = String((error as NodeJS.ErrnoException).code);
    if (code === 'ENOENT') return { settings: firstSettings, problem: null, isInTheWay: false };
    return {
      settings: defaultSettings,
      problem: `The settings in ${path} cannot be read (${code}); the defaults hold, and changes are not saved until it can be read at a start.`,
      isInTheWay: true,
    };
  }
}

function damaged(path: string): Promise<Start> {
  return keptAside(path, 'damaged', `The settings in ${path} are damaged; the defaults hold.`);
}

/** Before the next save takes its place. */
async function keptAside(
  path: string,
  word: 'damaged' | 'newer',
  problem: string,
  settings: KeptSettings = defaultSettings,
): Promise<Start> {
  try {
    await copyFile(path, `${path}.${word}`);
    const kept = `What was there is kept as settings.json.${word}.`;
    return { settings, problem: `${problem} ${kept}`, isInTheWay: false };
  } catch {
    const kept = 'It could not be kept aside, so changes are not saved.';
    return { settings, problem: `${problem} ${kept}`, isInTheWay: true };
  }
}
