import { expect, it } from 'vitest';
import { aFleet, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asRolloutId } from '../../src-shared/ids.ts';
import type { Progress } from '../../src-shared/panel.ts';
import { quitQuestion } from './quit-question.ts';

const fleet = aFleet();
const progress: Progress = {
  fleet: fleet.id,
  rollout: asRolloutId('rollout-1'),
  intent: { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 },
  value: 0.5,
  title: 'Cutting over to v002',
  waitingBecause: null,
};

it('asks nobody while nothing runs', () => {
  expect(quitQuestion([], 'stop-yard')).toBeNull();
});

it('says what becomes of what runs, and where the traffic stays', () => {
  const running = { yardName: 'Local yard', fleet, progress };
  expect(quitQuestion([running], 'keep-yard')).toEqual({
    message: 'Cutting over to v002 in Local yard. Quit all the same?',
    detail:
      'storefront: a switch that was sent takes effect or not without this panel. The next start says which. The traffic stays as it is: v001 100 %.',
  });
});

it('says when the servers end with it', () => {
  const running = { yardName: 'Local yard', fleet, progress };
  const question = quitQuestion([running, running], 'stop-yard');
  expect(question?.message).toBe('2 changes run. Quit all the same?');
  expect(question?.detail).toMatch(/its servers end and requests are refused\.$/u);
});
