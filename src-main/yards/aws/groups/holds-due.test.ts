import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  aFleet,
  aGeneration,
  aRollout,
  aSplit,
  v1,
  v2,
} from '../../../../src-shared/fleet.fixture.ts';
import type { Fleet, Intent } from '../../../../src-shared/fleet.ts';
import { asFleetId, asRolloutId, asToken, type GenerationId } from '../../../../src-shared/ids.ts';
import { fail, succeed } from '../../../../src-shared/result.ts';
import type { RouteOrder } from '../../port.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { groupFleets } from '../discover/group-fleets.ts';
import {
  aGroup,
  aReading,
  aRule,
  aTarget,
  forwardTo,
  groupArn,
} from '../discover/reading.fixture.ts';
import { scalingBehind } from '../discover/scaling-of.ts';
import { releaseAction } from '../discover/scaling-group.ts';
import { aScalingGroup, readScaling } from '../discover/scaling.fixture.ts';
import { holdThenRoute } from './hold-then-route.ts';
import { holdsBeforeWrite, holdsToRenew, keptAtSize } from './holds-due.ts';

const hour = 3_600_000;
const nowMs = Date.UTC(2026, 10, 27, 12);
const serving = generationIdOfGroup(groupArn('web-v001'));

/** `web-v001` in an auto scaling group. @param leftMs of its hold; null: it is not held. */
function look(
  leftMs: number | null,
  sizes = { min: 6, desired: 6, max: 9 },
  status: string | null = null,
) {
  const action = { name: releaseAction, startMs: nowMs + (leftMs ?? 0), recurrence: null, min: 2, desired: null, max: null }; // prettier-ignore
  const scaling = [
    readScaling(aScalingGroup('web-v001', { sizes, status }), { scheduled: leftMs === null ? [] : [action] }), // prettier-ignore
    readScaling(aScalingGroup('other-v001', { sizes: { min: 0, desired: 5, max: 9 } })),
  ];
  const reading = aReading({
    groups: [aGroup('web-v001'), aGroup('other-v001')],
    rules: [aRule('1', forwardTo(['web-v001', 1]))],
    targets: { 'web-v001': [aTarget('i-1')] },
    instances: [],
    scaling,
  });
  const grouping = groupFleets(reading).find(({ attached }) => attached.some(({ name }) => name === 'web-v001')); // prettier-ignore
  if (grouping === undefined) throw new Error('There is no fleet.');
  return { behind: scalingBehind(grouping, reading), nowMs, holdMs: 24 * hour };
}

describe('a hold', () => {
  it('is renewed while half of its time is not left any more, for whom it is wanted alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * hour }), (leftMs) => {
        const due = leftMs < 12 * hour ? ['web-v001'] : [];
        expect(holdsToRenew(look(leftMs), [serving])).toEqual(due);
        expect(holdsToRenew(look(leftMs), [])).toEqual([]);
      }),
    );
  });

  it('is set again where it has ended and the group may shrink, and nowhere else', () => {
    const lapsed = { min: 2, desired: 6, max: 9 };
    expect(holdsToRenew(look(-1, lapsed), [serving])).toEqual(['web-v001']);
    expect(holdsToRenew(look(null, lapsed), [serving])).toEqual(['web-v001']);
    // Its own smallest size is what it has: there is nothing to hold.
    expect(holdsToRenew(look(null), [serving])).toEqual([]);
    expect(holdsToRenew(look(null, lapsed, 'Delete in progress'), [serving])).toEqual([]);
  });

  it('takes in what has grown before traffic moves, and not by the hour', () => {
    const grown = look(20 * hour, { min: 6, desired: 8, max: 9 });
    expect(holdsBeforeWrite(grown, [serving])).toEqual(['web-v001']);
    expect(holdsToRenew(grown, [serving])).toEqual([]);
    expect(holdsBeforeWrite(look(20 * hour), [serving])).toEqual([]);
  });

  it('is asked for where nobody has read whether there is one', () => {
    const { behind, ...rest } = look(20 * hour);
    const unread = { ...rest, behind: (id: GenerationId) => behind(id).map((one) => ({ ...one, details: null })) }; // prettier-ignore
    expect(holdsToRenew(unread, [serving])).toEqual(['web-v001']);
  });
});

describe('whoever keeps its size', () => {
  const cutOver: Intent = { kind: 'cut-over', from: v1, to: v2, expectedRevision: 1 };
  const kept = (more: Partial<Fleet>) => keptAtSize(aFleet(more));

  it('is the way back as long as there is one, and what serves no longer than a change moves traffic', () => {
    expect(kept({ previous: v1, split: aSplit(v2, 1) })).toEqual([v1]);
    expect(kept({ previous: null })).toEqual([]);
    expect(kept({ previous: v1, rollout: aRollout(cutOver) })).toEqual([v1, v2]);
  });

  it('is nobody while servers may be taken away, nor before there is anything beside', () => {
    const others: Intent[] = [
      { kind: 'retire', generation: v1 },
      { kind: 'scale', generation: v1, size: 3, from: 4 },
      { kind: 'revert', from: v2, to: v1 },
    ];
    for (const intent of others) expect(kept({ previous: v1, rollout: aRollout(intent) })).toEqual([]); // prettier-ignore
    const alone = { generations: [aGeneration(1)], rollout: aRollout(cutOver) };
    expect(kept(alone)).toEqual([]);
  });
});

describe('a traffic write', () => {
  const fleet = asFleetId('web');
  const order = (expectedRevision: number | 'any'): RouteOrder => ({
    ...{ fleet, expectedRevision, previous: null, overtake: expectedRevision === 'any' },
    ...{ rollout: asRolloutId('r-1'), token: asToken('r-1.route') },
    weights: [{ generation: v1, weight: 0 }, { generation: v2, weight: 100 }], // prettier-ignore
  });
  const receipt = succeed({ revision: 2, atMs: 0, overtook: null });
  const scene = (beforeWrite: Parameters<typeof holdThenRoute>[0]['beforeWrite']) => {
    const sent: RouteOrder['expectedRevision'][] = [];
    let reverts = 0;
    const route = ({ expectedRevision }: RouteOrder) => {
      sent.push(expectedRevision);
      if (expectedRevision === 'any') reverts += 1;
      return Promise.resolve(receipt);
    };
    const ports = { beforeWrite, route, lastRevert: () => reverts };
    return { sent, press: (revision: number | 'any') => holdThenRoute(ports, order(revision)) };
  };

  it('waits for the hold, but a revert for none: whoever waited for it then sends nothing', async () => {
    const asked: unknown[] = [];
    let hold = (): void => undefined;
    const holding = new Promise<void>((done) => (hold = done));
    const { press, sent } = scene(async (...who) => {
      asked.push(who);
      await holding;
      return succeed(null);
    });
    const cutover = press(1);
    expect(await press('any')).toBe(receipt);
    expect(sent).toEqual(['any']);
    hold();
    expect(await cutover).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect([sent, asked]).toEqual([['any'], [[fleet, [v2]]]]);
    // The control: with no revert between it goes.
    expect(await press(1)).toBe(receipt);
  });

  it('is not sent while it is not known whether the way back keeps its size', async () => {
    const { press, sent } = scene(() =>
      Promise.resolve(fail({ code: 'unreachable', message: 'no' })),
    );
    expect(await press(1)).toMatchObject({ ok: false, fault: { code: 'unreachable' } });
    expect(sent).toEqual([]);
  });
});
