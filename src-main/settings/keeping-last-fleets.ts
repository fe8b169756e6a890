/** The window sends its settings whole, and may not have heard yet which fleet was opened last in another yard. Pure. */
import type { Settings } from '../../src-shared/panel.ts';
import { rememberedYards } from '../../src-shared/sizes.ts';

/** What is wanted, with what is remembered of yards that it does not name. */
export function keepingLastFleets(wanted: Settings, current: Settings): Settings {
  const named = wanted.lastFleets ?? [];
  const others = (current.lastFleets ?? []).filter(({ yard }) =>
    named.every((each) => each.yard !== yard),
  );
  const lastFleets = [...named, ...others].slice(0, rememberedYards);
  return lastFleets.length === 0 ? wanted : { ...wanted, lastFleets };
}
