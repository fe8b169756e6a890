/** What was changed at an entry between what an operator saw and the last look. */
import { differenceBetween } from './difference.ts';
import { groupLabels, type EntryView } from './entry-view.ts';
import type { KnownEntry } from './route-ports.ts';

export function differenceSince(
  before: EntryView | undefined,
  now: KnownEntry | undefined,
): readonly string[] {
  if (before === undefined || now === undefined) return [];
  return differenceBetween(before.rules, now.entry.rules, groupLabels(now.fleet));
}
