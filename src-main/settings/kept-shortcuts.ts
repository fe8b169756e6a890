/** Changed keys as they stand in the file: what cannot be read or cannot hold costs itself only, and is said. */
import * as z from 'zod';
import { plain } from '../../src-shared/wording.ts';
import {
  keyedNames,
  mostKeys,
  soundShortcuts,
  type ShortcutSettings,
} from '../../src-shared/shortcut-keys.ts';

export interface ReadShortcuts {
  /** Null: as they come. */
  readonly settings: ShortcutSettings | null;
  /** What was left out, as one sentence. */
  readonly problem: string | null;
}

const shapeSchema = z.object({
  singleKeys: z.unknown().optional(),
  changed: z.record(z.string(), z.unknown()).default({}),
});
const keysSchema = z.array(z.string().min(1).max(40)).max(mostKeys);

/** As many names are said; a file can hold any number of others. */
const saidNames = 5;

export function readKeptShortcuts(content: unknown): ReadShortcuts {
  if (content === undefined) return { settings: null, problem: null };
  const shape = shapeSchema.safeParse(content);
  if (!shape.success) {
    return { settings: null, problem: 'The changed keyboard shortcuts cannot be read.' };
  }
  const { singleKeys, changed } = shape.data;
  const dropped: string[] = [];
  const readable = Object.entries(changed).flatMap(([name, value]) => {
    const known = keyedNames.find((each) => each === name);
    const keys = keysSchema.safeParse(value);
    if (known !== undefined && keys.success) return [[known, keys.data] as const];
    dropped.push(name);
    return [];
  });
  const isOff = singleKeys === 'off';
  if (singleKeys !== undefined && !isOff) dropped.push('singleKeys');
  const sound = soundShortcuts({ ...(isOff && { singleKeys: 'off' }), changed: readable });
  const names: readonly string[] = [...dropped, ...sound.dropped];
  const isUsual = !isOff && Object.keys(sound.settings.changed).length === 0;
  return {
    settings: isUsual ? null : sound.settings,
    problem: names.length === 0 ? null : leftOut(names),
  };
}

function leftOut(names: readonly string[]): string {
  const said = names.slice(0, saidNames).map((name) => plain(name, 40));
  const rest = names.length - said.length;
  const more = rest === 0 ? '' : ` and ${String(rest)} more`;
  return `Of the changed keyboard shortcuts, what the file says of ${said.join(', ')}${more} cannot be read or cannot hold; there the usual keys hold.`;
}
