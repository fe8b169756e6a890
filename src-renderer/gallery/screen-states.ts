/** The other screens, the dialogs, and the fleet screen's other views. */
import { asFleetId } from '../../src-shared/ids.ts';
import type { Comparison, FactRow } from '../../src-shared/plan.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import type { Answers } from '../bridge/fake-bridge.ts';
import { aFleet, aGeneration, aSnapshot, generationId, imageId } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const fleet = aFleet();
const served = aFleet({ serves: 2, previous: 1 });
const firstBlock = aGeneration(2).blocks[1];
if (firstBlock === undefined) throw new Error('The fixture has no second block.');

function row(
  fact: string,
  a: string | null,
  b: string | null,
  danger: string | null = null,
): FactRow {
  const change = a === b ? 'equal' : a === null ? 'added' : b === null ? 'removed' : 'changed';
  return { fact, a, b, change, danger };
}

const comparison: Comparison = {
  a: imageId(1),
  b: imageId(2),
  texts: [],
  missing: [],
  rows: [
    row('Version', '1.0.0', '2.0.0'),
    row('Commit', 'a81f3c9d', '5be20d71'),
    row('Built', '2026-11-17 13:12', '2026-11-23 13:44'),
    row(
      'Health path',
      '/health',
      '/',
      'The health check asks a page that answers before the server can work.',
    ),
    row('Files', '15', '16'),
    row('server.mjs', 'sha256:4f1a\u2026', 'sha256:90cc\u2026'),
    row('theme.css', null, 'sha256:77b0\u2026'),
    row('Name', 'storefront', 'storefront'),
    row('Start', 'server.mjs', 'server.mjs'),
    row('Port variable', 'PORT', 'PORT'),
    row('Base', 'node 24', 'node 24'),
    row('Recipe', 'npm ci && npm run build', 'npm ci && npm run build'),
  ],
};

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
