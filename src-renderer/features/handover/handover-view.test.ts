import { describe, expect, it } from 'vitest';
import type { Handover } from '../../../src-shared/handover-schema.ts';
import {
  aFleet,
  anOutcome,
  aRollout,
  cutOverIntent,
  galleryNowMs,
} from '../../gallery/fixtures.ts';
import { ana, ben, carriedBy } from '../../gallery/handover-states.ts';
import { carriedWords } from './carried-words.ts';
import { handoverView, type HandoverInput } from './handover-view.ts';

const fleet = { ...aFleet(), rollout: aRollout(cutOverIntent) };
const rollout = aRollout(cutOverIntent).id;
const cem = { name: 'cem', host: 'tower', panel: 'p-3' };

const view = (input: Partial<HandoverInput>) =>
  handoverView({
    ...{ fleet: carriedBy(fleet, ben), self: ana, progress: undefined, outcome: undefined },
    ...{ nowMs: galleryNowMs, ...input },
  });
const standing = (handover: Handover): string => {
  const shown = view({ fleet: carriedBy(fleet, ben, handover) });
  return shown.kind === 'elsewhere' ? `${shown.ask === null ? '' : 'ask | '}${shown.standing}` : '';
};

describe('whose hands a change is in', () => {
  it('is of no interest while it runs here, or nothing runs', () => {
    expect(view({ fleet: aFleet() }).kind).toBe('none');
    expect(view({ fleet: carriedBy(fleet, ana), progress: { rollout } }).kind).toBe('none');
    // Just begun, or just started again: its progress is not there yet.
    expect(view({ fleet: carriedBy(fleet, ana) }).kind).toBe('none');
    expect(view({ progress: { rollout } }).kind).toBe('none');
  });

  it('is asked for where another panel carries it, with what that one is at', () => {
    const shown = view({});
    expect(shown).toMatchObject({ kind: 'elsewhere', ask: { kind: 'ask', epoch: 1 } });
    if (shown.kind !== 'elsewhere') return;
    expect(carriedWords(shown)).toMatch(/^At: v002 has 10 % of the traffic\. Begun at [\d:]+\.$/);
    expect(carriedWords({ ...shown, step: null })).toMatch(/^Begun at/);
  });

  it('tells what has become of the asking, to each as it is for them', () => {
    expect(standing({ kind: 'asked', by: ana, epoch: 1 })).toBe(
      'You asked to take it over; ben on laptop has not answered yet.',
    );
    expect(standing({ kind: 'asked', by: cem, epoch: 1 })).toBe(
      'ask | cem on tower asked to take it over.',
    );
    expect(standing({ kind: 'declined', by: ana, epoch: 1 })).toBe('ask | ben on laptop keeps it.');
    expect(standing({ kind: 'declined', by: cem, epoch: 1 })).toBe('ask | ');
    expect(standing({ kind: 'given', to: ana, epoch: 1 })).toBe(
      'ben on laptop has handed it over: it is taken up here.',
    );
    const given = carriedBy(fleet, ben, { kind: 'given', to: cem, epoch: 1 });
    expect(view({ fleet: given })).toMatchObject({ ask: null, next: cem });
    // Of an epoch that is over nothing counts any more.
    expect(standing({ kind: 'given', to: cem, epoch: 7 })).toBe('ask | ');
  });

  it('asks for nothing that comes by itself', () => {
    const silent = carriedBy(fleet, ben, undefined, { leaseEndsAtMs: galleryNowMs - 5000 });
    expect(view({ fleet: silent })).toMatchObject({ kind: 'elsewhere', ask: null });
    // The control: a moment late is no silence.
    const late = carriedBy(fleet, ben, undefined, { leaseEndsAtMs: galleryNowMs - 500 });
    expect(view({ fleet: late })).toMatchObject({ ask: { kind: 'ask' } });
  });

  it('is answered where it runs, and only there', () => {
    const wanted = carriedBy(fleet, ana, { kind: 'asked', by: ben, epoch: 1 });
    expect(view({ fleet: wanted, progress: { rollout } })).toEqual({
      kind: 'asked-of-us',
      by: ben,
      answers: [
        { kind: 'decline', epoch: 1 },
        { kind: 'hand-over', to: ben, epoch: 1 },
      ],
    });
    const given = carriedBy(fleet, ana, { kind: 'given', to: ben, epoch: 1 });
    expect(view({ fleet: given })).toMatchObject({ kind: 'elsewhere', ask: null });
  });

  it('says nothing of what has just ended here, but of what was handed over it does', () => {
    const ended = anOutcome({ rollout });
    expect(view({ outcome: ended }).kind).toBe('none');
    expect(view({ outcome: { ...ended, kind: 'handed-over' } }).kind).toBe('elsewhere');
  });
});
