/** The crash window, which is no part of the panel's page: what main would tell it. */
import type { CrashFacts } from '../../src-shared/crash-facts.ts';

const goesOn =
  'The servers and their traffic go on: the yard runs in a process of its own, and accounts do not need this program.';

const windowCrashed: CrashFacts = {
  theme: 'system',
  title: 'The window of Blockyard crashed',
  sentences: [
    'Its page ended or hung several times in a row, so it is not loaded again by itself.',
    goesOn,
    'What runs goes on without the window: v002 has 10 % of the traffic in Local yard.',
  ],
  journal: '/home/ana/.config/Blockyard/journal',
  commands: [
    {
      fleet: 'storefront',
      line: 'npx blockyard revert --to storefront-v001 --fleet storefront',
    },
    {
      fleet: 'check\ufffdout',
      line: `BLOCKYARD_DATA='/srv/data of the shop' '/opt/Blockyard/blockyard' cli --yard aws-4f1c revert --to checkout-with-a-very-long-name-of-its-own-v041 --fleet checkout-with-a-very-long-name-of-its-own`,
    },
  ],
  without: '3 more fleets had no way back when seen last.',
  restart: 'Open the window again',
  quit: 'Quit',
};

export const crashStates: Readonly<Record<string, CrashFacts>> = {
  'crash-window': windowCrashed,
  'crash-window-stops-yard': {
    ...windowCrashed,
    sentences: [
      ...windowCrashed.sentences,
      'Quit stops the local yard too, as the settings say: its servers end and requests are refused.',
    ],
    quit: 'Quit and stop the yard',
  },
  'crash-panel': {
    theme: 'system',
    title: 'Blockyard crashed',
    sentences: [
      'Its main process met an error that it does not know, and has ended.',
      goesOn,
      'This ran and waits for the next start, which goes on with it, or for another panel: Cutting over to v002 in Local yard. Until then nothing more is moved by it, and its guards do not watch.',
    ],
    journal: '/home/ana/.config/Blockyard/journal',
    commands: [],
    without: 'No fleet had a way back when it was seen last.',
    restart: 'Restart Blockyard',
    quit: 'Quit',
  },
};
