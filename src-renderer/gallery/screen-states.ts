/** The other screens, the dialogs, and the fleet screen's other views. */
import { asFleetId } from '../../src-shared/ids.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import type { Answers } from '../bridge/fake-bridge.ts';
import { comparison } from './comparison-fixture.ts';
import { aFleet, aGeneration, aSnapshot, generationId } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const fleet = aFleet();
const served = aFleet({ serves: 2, previous: 1 });
const firstBlock = aGeneration(2).blocks[1];
if (firstBlock === undefined) throw new Error('The fixture has no second block.');

const answers: Answers = {
  'image.compare': () => succeed(comparison),
  'block.log': () =>
    succeed({
      lines: [
        '14:01:02.114 storefront 2.0.0 listens on 127.0.0.1:41261',
        '14:01:02.690 GET /health 200 1 ms',
        '14:01:58.201 GET / 200 9 ms',
        '14:01:58.377 GET /api/items 200 12 ms',
        '14:02:09.004 POST /api/basket 201 21 ms id=5c0f6f2e',
      ],
      droppedBytes: 0,
    }),
};

export const screenStates: Readonly<Record<string, GalleryState>> = {
  block: {
    snapshot: aSnapshot([fleet]),
    view: { block: firstBlock.id, isInspectorOpen: true },
    answers,
  },
  'block-missing': {
    snapshot: aSnapshot([aFleet({ generations: [aGeneration(1)] })]),
    view: { block: firstBlock.id, isInspectorOpen: true },
  },
  // Another fleet is there and is not put in its place.
  'fleet-lost': {
    snapshot: aSnapshot([fleet]),
    view: { fleet: asFleetId('checkout'), lostFleet: 'checkout' },
  },
  table: { snapshot: aSnapshot([fleet]), view: { isTable: true } },
  compare: { snapshot: aSnapshot([fleet]), view: { screen: 'compare' }, answers },
  'compare-fault': {
    snapshot: aSnapshot([fleet]),
    view: { screen: 'compare' },
    answers: {
      'image.compare': () =>
        fail({
          code: 'damaged',
          message: 'The image storefront 2.0.0 cannot be read.',
          where: 'images/sha256-22/manifest.json',
          todo: 'Import it again.',
        }),
    },
  },
  'compare-empty': { snapshot: aSnapshot([fleet], { images: [] }), view: { screen: 'compare' } },
  images: {
    snapshot: aSnapshot([fleet]),
    view: { screen: 'images' },
    answers: {
      'image.import': ({ path }) =>
        fail({
          code: 'bad-input',
          message: 'The manifest names no entry: "start.entry" is missing.',
          where: `${path}/blockyard.json`,
          todo: 'Add the file that starts the server.',
        }),
    },
  },
  'images-empty': { snapshot: aSnapshot([], { images: [] }), view: { screen: 'images' } },
  timeline: { snapshot: aSnapshot([fleet]), view: { screen: 'timeline' } },
  'timeline-empty': {
    snapshot: aSnapshot([fleet], { timeline: [] }),
    view: { screen: 'timeline' },
  },
  settings: { snapshot: aSnapshot([fleet]), view: { screen: 'settings' } },
  'settings-stopped': {
    snapshot: aSnapshot([fleet], { link: { kind: 'stopped' } }),
    view: { screen: 'settings' },
  },
  'settings-keys-changed': {
    snapshot: aSnapshot([fleet], {
      settings: {
        ...{ theme: 'system', onQuit: 'keep-yard' },
        shortcuts: {
          singleKeys: 'off',
          changed: { palette: ['Mod+J'], yards: [], release: ['Mod+N', 'F9', 'Mod+Shift+Enter'] },
        },
      },
    }),
    view: { screen: 'settings' },
  },
  'dialog-launch': {
    snapshot: aSnapshot([served]),
    view: { dialog: { kind: 'launch', image: null } },
    answers,
  },
  'dialog-retire': {
    snapshot: aSnapshot([served]),
    view: { dialog: { kind: 'retire', generation: generationId(1) } },
  },
  'dialog-keyboard': { snapshot: aSnapshot([served]), view: { dialog: { kind: 'keyboard' } } },
};
