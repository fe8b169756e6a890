/** The embedded yard as the panel opens it: with its host started and its connection watched. */

import type { Band } from '../../../src-shared/panel.ts';
import { succeed } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import type { OpenYard } from '../opened-yard.ts';
import { usualLimits, usualTimes, type ObservationTimes } from '../yard-pace.ts';
import { ensureHost } from './host-finder.ts';
import { openLocalYard } from './local-yard.ts';

/**
 * The host tells by itself what changed; a look in between only finds what such a message would have
 * missed. Every second instead, an idle host took 1.24 % of a core and not 0.84 %.
 */
const times: ObservationTimes = { ...usualTimes, watchedMs: 2000 };

export interface LocalGround {
  readonly yardFolder: string;
  readonly clock: Clock;
  readonly band: Band;
  /** Starts the host's process; who is found afterwards is another matter. */
  readonly spawnHost: () => void;
}

export function openLocalForPanel(ground: LocalGround): OpenYard {
  const { yardFolder, clock, band, spawnHost } = ground;
  return (changed) => {
    const yard = openLocalYard({ dataFolder: yardFolder, clock, onLink: changed });
    return Promise.resolve(
      succeed({
        yard,
        band: () => band,
        link: yard.link,
        hostVersion: () => yard.greeting()?.appVersion ?? null,
        times,
        limits: usualLimits,
        start: async () => {
          yard.expectStart();
          const found = await ensureHost({ dataFolder: yardFolder, spawnHost });
          return found.ok ? succeed(null) : found;
        },
        stop: yard.stop,
        signIn: null,
        needsMfa: false,
        close: yard.close,
      }),
    );
  };
}
