/** How the panel stands to its yard: starting, gone, stopped, not understood, and nothing told yet. */
import { fail } from '../../src-shared/result.ts';
import { aFleet, aSnapshot, galleryNowMs } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const secondServes = aFleet({ serves: 2, previous: 1 });

export const linkStates: Readonly<Record<string, GalleryState>> = {
  stale: {
    snapshot: aSnapshot([secondServes], {
      link: {
        kind: 'stale',
        sinceMs: galleryNowMs - 12_000,
        reason: 'No answer over the control socket.',
      },
      observedAtMs: galleryNowMs - 12_400,
    }),
  },
  gone: {
    snapshot: aSnapshot([secondServes], {
      link: { kind: 'gone', sinceMs: galleryNowMs - 9000, reason: 'Its process ended by SIGKILL.' },
      observedAtMs: galleryNowMs - 9400,
      versions: { app: '0.1.0', electron: '33.2.1', host: null },
    }),
  },
  'yard-stopped': {
    snapshot: aSnapshot([secondServes], {
      link: { kind: 'stopped' },
      observedAtMs: galleryNowMs - 60_000,
    }),
  },
  'yard-stopped-empty': {
    snapshot: aSnapshot([], { link: { kind: 'stopped' }, observedAtMs: null }),
  },
  'yard-starting': { snapshot: aSnapshot([], { link: { kind: 'starting' }, observedAtMs: null }) },
  incompatible: {
    snapshot: aSnapshot([], {
      link: {
        kind: 'incompatible',
        reason: 'The host is of version 0.2.0 and speaks protocol 3; this panel speaks 2.',
      },
      observedAtMs: null,
    }),
  },
  empty: { snapshot: aSnapshot([], { images: [], timeline: [] }) },
  loading: {
    snapshot: aSnapshot([]),
    answers: { 'panel.snapshot': () => new Promise(() => undefined) },
  },
  'loading-fault': {
    snapshot: aSnapshot([]),
    answers: {
      'panel.snapshot': () =>
        fail({
          code: 'unreachable',
          message: 'The main process does not answer.',
          todo: 'Wait, or start Blockyard again.',
        }),
    },
  },
};
