/** The settings' cards of what the system shows and of the export. */
import type { Settings } from '../../src-shared/panel.ts';
import { succeed } from '../../src-shared/result.ts';
import { aFleet, aProgress, aSnapshot } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const settings: Settings = {
  ...({ theme: 'system', onQuit: 'keep-yard' } as const),
  ...({ notifications: 'needs-me', tray: 'hidden' } as const),
};

const text = [
  'Blockyard diagnostics',
  'Written 2026-11-27T08:12:42.000Z. Secrets, account numbers, hosts, addresses and people are taken out.',
  '',
  '== Yards ==',
  'yard Local yard (local): live; seen 2026-11-27T08:12:41.000Z; runs nothing',
  '  fleet check\u202eout: v001 serves, 4 of 4 blocks healthy; no way back',
  '',
  '== Last lines of host.log ==',
  `2026-11-27T08:12:40.000Z <img src=x onerror=alert(1)> ${'x'.repeat(400)}`,
].join('\n');

export const desktopStates: Readonly<Record<string, GalleryState>> = {
  'settings-desktop': {
    snapshot: aSnapshot([aFleet()], { settings, progress: [aProgress()] }),
    view: { screen: 'settings' },
  },
  'settings-diagnostics': {
    snapshot: aSnapshot([aFleet()]),
    view: { screen: 'settings' },
    answers: { 'diagnostics.preview': () => succeed(text) },
    presses: ['Export diagnostics\u2026'],
  },
};
