import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Block, Fleet, Intent } from '../../../src-shared/fleet.ts';
import { asBlockId } from '../../../src-shared/ids.ts';
import { healthyCount, weightOf } from '../../../src-shared/roles.ts';
import {
  ask,
  attaching,
  cutOver,
  fault,
  launch,
  launched,
  performed,
  replace,
  retire,
  routed,
  sent,
  stepped,
} from './question.fixture.ts';
import { attachedRevision } from './decide-attach.ts';
import { noReleaseFacts } from './release-facts.ts';
import { newImage, standing, withTerms } from './release.fixture.ts';
import { endKey } from './scale-scene.ts';
import { noProbes, type Facts, type StepFact, type StepKey } from './facts.ts';

describe('decide, whatever it is shown', () => {
  const state = fc.constantFrom<Block['state']>(
    { kind: 'healthy' },
    { kind: 'starting', detail: '' },
    { kind: 'unhealthy', reason: 'timeout' },
    { kind: 'draining', inFlight: 1, endsAtMs: 9 },
    { kind: 'exited', code: 1, signal: null, reason: '' },
    { kind: 'launch-refused', reason: 'a byte changed' },
    { kind: 'unused', reason: 'nobody checks it' },
  );
  const blocks = (number: number) =>
    fc.array(fc.record({ state, isFresh: fc.boolean() }), { maxLength: 6 }).map((list) =>
      list.map((one, slot) => {
        const { id } = aGeneration(number);
        const replaces = asBlockId(`${v1}-b1`);
        return aBlock(id, slot, {
          state: one.state,
          ...(one.isFresh && slot > 3 ? { replaces } : {}),
        });
      }),
    );
  const fleets = fc
    .record({
      first: fc.option(blocks(1)),
      second: fc.option(blocks(2)),
      third: fc.option(blocks(3)),
      isListed: fc.boolean(),
      rung: fc.constantFrom<Fleet['generations'][number]['rung']>('warm', 'draining', 'retired'),
      weights: fc.tuple(fc.nat(2), fc.nat(2)),
      revision: fc.nat(4),
      floor: fc.nat(5),
      sizes: fc.integer({ min: 2, max: 6 }),
    })
    .map(({ first, second, third, isListed, rung, weights, revision, floor, sizes }) =>
      aFleet({
        floor,
        generations: [first, second, third].flatMap((list, at) =>
          list === null
            ? []
            : [
                aGeneration(at + 1, {
                  blocks: list,
                  size: sizes,
                  ...(at === 1 ? { rung } : {}),
                  ...(at === 1 && !isListed ? { isAttached: false } : {}),
                }),
              ],
        ),
        split: {
          revision,
          changedAtMs: 0,
          weights: [v1, v2].map((generation, at) => ({ generation, weight: weights[at] ?? 0 })),
        },
      }),
    );
  const step = fc.constantFrom<StepFact>(
    { ...sent, kind: 'sent' },
    { ...sent, kind: 'unknown', fault },
    { ...sent, kind: 'refused', fault },
    routed,
    performed,
    launched(`${v1}-b5`),
  );
  const keys: StepKey[] = [
    'attach',
    'route',
    'launch',
    'launch-fresh',
    'terminate-old',
    'remove-fresh',
    'retire',
    'shift-1',
    'shift-2',
    'back',
    'add-5',
    'add-6',
    endKey(asBlockId(`${v1}-b1`)),
    endKey(asBlockId(`${v1}-b5`)),
    endKey(asBlockId(`${v1}-b6`)),
  ];
  const facing = fc
    .record({
      steps: fc.array(fc.tuple(fc.constantFrom(...keys), step), { maxLength: 3 }),
      inARow: fc.nat(4),
      isBusy: fc.boolean(),
      memory: fc.record({
        baseline: fc.constant(null),
        sent: fc.nat(3),
        revision: fc.option(fc.nat(4)),
        bakedMs: fc.constantFrom(0, 90_000),
      }),
      proofs: fc.constantFrom(0, 5),
      trouble: fc.option(fc.constant({ because: 'it errs', needsMs: null, sinceMs: 0, looks: 3 })),
    })
    .map(({ steps, inARow, isBusy, memory, proofs, trouble }): Facts => {
      const counts = { revision: 1, seenAtMs: 0, ofOthers: 0, quietSinceMs: 0, ofWantedThen: 0 };
      const probes = { ...noProbes, inARow };
      const proof = { inARow: proofs, wrong: null, sinceMs: 0, atMs: 0 };
      const release = { ...noReleaseFacts, memory, proof, trouble };
      const live = { ...counts, wasBusy: isBusy, isBusy };
      return { ...stepped(...steps), probes, live, release };
    });
  const steps = [
    { percent: 25, pauseMs: 0 },
    { percent: 50, pauseMs: null },
  ];
  const release = withTerms(standing, { steps, waitsForPress: false });
  const releases = [release, withTerms(newImage, { waitsForPress: false }), standing];
  const larger: Intent = { kind: 'scale', generation: v1, size: 6, from: 4 };
  const smaller: Intent = { kind: 'scale', generation: v1, size: 2, from: 5 };
  const scales = [larger, smaller];
  const intents = fc.constantFrom(
    ...[cutOver, attaching, replace, retire, launch, ...releases, ...scales],
  );
  const nowMs = fc.constantFrom(0, 200, 10_000, 50_000, 200_000);
  const orders = fc.constantFrom('rising' as const, 'fingerprint' as const);

  it('never hurts: floors, weights, revisions and ownership hold for every action', () => {
    fc.assert(
      fc.property(intents, fleets, facing, nowMs, orders, (intent, fleet, known, now, order) => {
        const revisions = intent.kind === 'release' ? order : 'rising';
        const decision = ask(intent, fleet, { facts: known, nowMs: now, revisions });
        expect(decision.value).toBeGreaterThanOrEqual(0);
        expect(decision.value).toBeLessThanOrEqual(1);
        expect(decision.title.length).toBeGreaterThan(0);
        if (decision.phase !== 'acting') return;
        const { action } = decision;
        expect(known.steps[action.key]?.kind).not.toBe('sent');
        expect(known.steps[action.key]?.kind).not.toBe('done');
        if (action.kind === 'route') {
          const target = fleet.generations.find((one) => one.id === action.to);
          expect(target === undefined ? 0 : healthyCount(target)).toBeGreaterThanOrEqual(
            Math.max(1, fleet.floor),
          );
          expect(target?.rung).toBe('warm');
          expect(fleet.split.revision).toBe(action.expectedRevision);
          const written = known.steps.attach?.kind === 'done' ? [1, 2] : [1];
          // A release takes back whatever it has written last.
          if (intent.kind === 'release') expect(action.to).toBe(v1);
          else expect(written).toContain(action.expectedRevision);
          if (intent === attaching) expect(known.steps.attach?.kind).toBe('done');
        }
        if (action.kind === 'shift') {
          const target = fleet.generations.find((one) => one.id === action.to);
          expect(target === undefined ? 0 : healthyCount(target)).toBeGreaterThanOrEqual(
            Math.max(1, (fleet.floor * action.percent) / 100),
          );
          expect(target?.rung).toBe('warm');
          expect(fleet.split.revision).toBe(action.expectedRevision);
          expect(known.release.proof.inARow).toBeGreaterThanOrEqual(5);
          // The first of all only on the split that the operator saw.
          const isFirst = weightOf(fleet, action.to) === 0;
          if (isFirst && known.steps[action.key] === undefined) {
            // Only an attachment that says which revision it left goes on from another one.
            expect(action.expectedRevision).toBe(attachedRevision(known) ?? 1);
          }
        }
        if (action.kind === 'attach') {
          const target = fleet.generations.find((one) => one.id === action.generation);
          const isOwn = intent.kind === 'release' && revisions === 'fingerprint';
          const isFirst = known.steps.attach === undefined;
          if (intent !== attaching && !isOwn && isFirst) expect(target?.isAttached).toBe(false);
          expect(['cut-over', 'release']).toContain(intent.kind);
          expect(weightOf(fleet, action.generation)).toBe(0);
          expect(action.expectedRevision).toBe(1);
          expect(target?.rung).toBe('warm');
          if (target?.isAttached === false) {
            expect(target.blocks.length).toBeGreaterThanOrEqual(fleet.floor);
          }
        }
        if (action.kind === 'terminate-block') {
          const generation = fleet.generations.find((one) => one.id === v1);
          const block = generation?.blocks.find((one) => one.id === action.block);
          if (generation === undefined) throw new Error('ended without being seen');
          const left = healthyCount(generation) - (block?.state.kind === 'healthy' ? 1 : 0);
          if (block?.state.kind === 'healthy' && weightOf(fleet, v1) > 0) {
            expect(left).toBeGreaterThanOrEqual(fleet.floor);
          }
          if (intent.kind === 'scale') {
            // Down to what is wanted and no further; on the way up only what was launched for it.
            expect(action.size).toBe(generation.size - 1);
            if (intent === smaller) expect(action.size).toBeGreaterThanOrEqual(intent.size);
            else {
              expect(launchedIn(known)).toContain(action.block);
              expect(action.size).toBeGreaterThanOrEqual(intent.from);
            }
            return;
          }
          const isOurs =
            action.block === `${v1}-b1` ||
            action.block === `${v1}-b5` ||
            block?.replaces === `${v1}-b1`;
          expect(isOurs).toBe(true);
        }
        if (action.kind === 'add-block') {
          expect(intent).toBe(larger);
          expect(action.size).toBeGreaterThan(4);
          expect(action.size).toBeLessThanOrEqual(6);
          expect(action.key).toBe(`add-${String(action.size)}`);
        }
        if (action.kind === 'retire-generation') {
          expect(weightOf(fleet, action.generation)).toBe(0);
          expect(fleet.generations.some((one) => one.id === action.generation)).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('answers the same to the same question', () => {
    fc.assert(
      fc.property(intents, fleets, facing, nowMs, (intent, fleet, known, now) => {
        const question = { facts: known, nowMs: now };
        expect(ask(intent, fleet, question)).toEqual(ask(intent, structuredClone(fleet), question));
      }),
      { numRuns: 300 },
    );
  });
});

function launchedIn({ steps }: Facts): readonly string[] {
  return Object.values(steps).flatMap((step) =>
    step?.kind === 'done' && step.receipt.kind === 'launched' ? [step.receipt.id] : [],
  );
}
