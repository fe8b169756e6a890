/** Servers of an account that fetch their work: how they are declared, and what is told of them. */
import { asFleetId } from '../../src-shared/ids.ts';
import type { WorkerFleet } from '../../src-shared/worker-fleets.ts';
import { fail } from '../../src-shared/result.ts';
import { awsSnapshot } from './aws-fixtures.ts';
import { takingFleet } from './work-states.ts';
import type { GalleryState } from './gallery-state.ts';

const answer = { taking: 'taking', takingIs: null, busy: 'busy' };
const call = (method: 'GET' | 'POST', word: string) => ({
  method,
  url: `http://{private}:8080/jobs/${word}`,
});
const declared: readonly WorkerFleet[] = [
  {
    name: 'test-runners',
    servers: { kind: 'tagged' },
    hook: {
      kind: 'http',
      ...{ take: call('POST', 'take'), stop: call('POST', 'stop'), state: call('GET', 'state') },
      ...{ status: null, answer, timeoutMs: 2000 },
    },
    drainMs: 600_000,
  },
  {
    name: 'thumbnails of a very long name that goes on for sixty letters',
    servers: {
      ...{ kind: 'servers', key: 'role', value: 'thumbnails' },
      generation: { kind: 'tag', key: 'release' },
    },
    hook: {
      kind: 'command',
      take: ['/opt/hooks/told-by-ssm', 'take', '{instance}'],
      stop: ['/opt/hooks/told-by-ssm', 'stop', '{instance}'],
      state: ['/opt/hooks/told-by-ssm', 'state', '{instance}'],
      ...{ answer, timeoutMs: 10_000 },
    },
    drainMs: 3_600_000,
  },
];

const fleet = takingFleet({
  id: asFleetId('workers.test-runners'),
  notes: ['v002 should have stopped, and 1 of its servers still takes work (i-0a1b2c3d4e5f60718).'],
});
const snapshot = awsSnapshot([fleet], { workerFleets: [...declared], markers: [] });
const settings = { screen: 'settings' } as const;

export const workerFleetStates: Readonly<Record<string, GalleryState>> = {
  'aws-workers': { snapshot },
  'aws-workers-declared': { snapshot, view: settings },
  'aws-workers-form': { snapshot, view: settings, presses: ['Change\u2026'] },
  'aws-workers-remove': { snapshot, view: settings, presses: ['Remove\u2026'] },
  'aws-workers-new': {
    snapshot: awsSnapshot([fleet], { workerFleets: [], markers: [] }),
    view: settings,
    presses: ['Declare a fleet\u2026'],
    answers: {
      'yard.settings': () =>
        fail({
          code: 'refused',
          message: 'A change runs in this yard.',
          todo: 'Wait for its end.',
        }),
    },
  },
};
