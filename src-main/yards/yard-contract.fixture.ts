/** What every yard promises to the engine, as tests that run against each kind of yard alike. */
import { longestNote } from '../../src-shared/note.ts';
import type { NoteOrder } from '../../src-shared/note-schema.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { holdingAt } from '../../src-shared/entry-of.ts';
import { verbSchema, type Verb } from '../../src-shared/capabilities-schema.ts';
import type { Fleet, Intent } from '../../src-shared/fleet.ts';
import { asRolloutId, asToken, type GenerationId, type RolloutId } from '../../src-shared/ids.ts';
import { usualTerms } from '../../src-shared/release.ts';
import type { Result } from '../../src-shared/result.ts';
import type { ClaimOrder, RouteOrder, Yard } from './port.ts';
import {
  ann,
  bob,
  conflict,
  fleetOf,
  good,
  patience,
  refused,
  type ContractBench,
} from './contract-scene.fixture.ts';
import { testHandoverContract } from './handover-contract.fixture.ts';
import { testRehearsalContract } from './rehearsal-contract.fixture.ts';
import { testReleaseContract } from './release-contract.fixture.ts';
import { testScaleContract } from './scale-contract.fixture.ts';

/** @param openBench a place with one fleet of two generations that are both whole; the first one serves. */
export function testYardContract(openBench: () => Promise<ContractBench>): void {
  let bench: ContractBench;
  let yard: Yard;
  let other: Yard;
  let fleet: Fleet;
  let from: GenerationId;
  let to: GenerationId;
  beforeEach(async () => {
    bench = await openBench();
    yard = bench.openYard();
    other = bench.openYard();
    await expect.poll(async () => (await other.observe()).ok && (await yard.observe()).ok, patience).toBe(true); // prettier-ignore
    fleet = await fleetOf(yard);
    const [first, second] = fleet.generations;
    if (first === undefined || second === undefined) throw new Error('There are no two.');
    [from, to] = [first.id, second.id];
  }, 60_000);
  afterEach(() => bench.close(), 30_000);

  const newRollout = (): RolloutId => asRolloutId(randomUUID());
  const claim = (rollout: RolloutId, rest: Partial<ClaimOrder> = {}): ClaimOrder => ({
    fleet: fleet.id,
    rollout,
    intent: { kind: 'cut-over', from, to, expectedRevision: fleet.split.revision },
    owner: ann,
    leaseMs: 60_000,
    epoch: 1,
    ...rest,
  });
  const route = (rollout: RolloutId, rest: Partial<RouteOrder> = {}): RouteOrder => ({
    fleet: fleet.id,
    weights: [
      { generation: from, weight: 0 },
      { generation: to, weight: 100 },
    ],
    expectedRevision: fleet.split.revision,
    previous: from,
    rollout,
    overtake: false,
    token: asToken(`${rollout}.route`),
    ...rest,
  });
  const revert = (rest: Partial<RouteOrder> = {}): RouteOrder => {
    const weights = [
      { generation: from, weight: 100 },
      { generation: to, weight: 0 },
    ];
    const at = { weights, expectedRevision: 'any', previous: null, overtake: true } as const;
    return route(newRollout(), { ...at, ...rest });
  };
  const scene = () => ({ bench, yard, other, fleet, from, to });
  testReleaseContract({ scene, newRollout, claim, route, revert });
  testHandoverContract({ scene, newRollout, claim, route, revert });
  testScaleContract({ scene, newRollout, claim, route, revert });
  testRehearsalContract(scene);

  it('lets requests wait while it is paused, or says that it cannot', async () => {
    const said = { fleet: fleet.id, by: 'Ann' };
    const holding = async () => holdingAt((await fleetOf(other)).entry);
    if (!yard.capabilities.canHold) {
      expect(await yard.pauseEntry({ ...said, isPaused: true })).toMatchObject(refused);
      expect(await holding()).toBeUndefined();
      return;
    }
    good(await yard.pauseEntry({ ...said, isPaused: true }));
    // Said twice it is the same pause.
    good(await yard.pauseEntry({ ...said, isPaused: true }));
    await expect.poll(holding, patience).toMatchObject({ kind: 'paused', by: 'Ann' });
    // A revert goes as always.
    good(await yard.route(revert()));
    good(await other.pauseEntry({ ...said, isPaused: false }));
    await expect.poll(holding, patience).toBeUndefined();
    good(await other.pauseEntry({ ...said, isPaused: false }));
  });

  it('keeps what is noted of the data, whoever looks, or says that it does not', async () => {
    const note = { change: 'contract', text: 'drops orders.legacy_total' } as const;
    const order = { fleet: fleet.id, generation: to, note, by: 'Ann' };
    const noted = async () => (await fleetOf(other)).generations.find(({ id }) => id === to)?.data;
    if (!yard.capabilities.notesData) {
      expect(await yard.noteData(order)).toMatchObject(refused);
      return;
    }
    good(await yard.noteData(order));
    good(await yard.noteData(order));
    await expect.poll(noted, patience).toMatchObject({ ...note, by: 'Ann' });
    good(await other.noteData({ ...order, note: { change: 'none', text: '' }, by: 'Bob' }));
    await expect.poll(noted, patience).toMatchObject({ change: 'none', by: 'Bob' });
  });

  it('keeps what people write for every panel, each once, and loses none of two who write at once', async () => {
    const note = (id: string, text = `${id} {{ssm:x}} \u202e<b>`): NoteOrder => {
      return { id, fleet: fleet.id, rollout: null, by: 'Ann on desk', text };
    };
    const seen = async () =>
      (good(await other.observe()).notes ?? []).map(({ id, text }) => `${id} ${text.length}`);
    const [first] = await Promise.all([
      yard.annotate(note('n-1')),
      other.annotate(note('n-2', 'x'.repeat(longestNote))),
      yard.annotate(note('n-3')),
    ]);
    expect(good(first)).toMatchObject({ id: 'n-1', fleet: fleet.id, by: 'Ann on desk' });
    // The same again, as after an answer that was lost, is the same note.
    expect(good(await other.annotate(note('n-1', 'another text')))).toEqual(good(first));
    await expect
      .poll(async () => [...new Set(await seen())].sort(), patience)
      .toEqual([
        ...[
          `n-1 ${note('n-1').text.length}`,
          `n-2 ${longestNote}`,
          `n-3 ${note('n-3').text.length}`,
        ],
      ]);
    // It holds nobody's fleet: whoever wants to may change it.
    const rollout = newRollout();
    good(await yard.claim(claim(rollout)));
    good(await other.annotate({ ...note('n-4'), rollout }));
    good(await yard.finish(fleet.id, rollout, 1));
    expect(await seen()).toContain(`n-4 ${note('n-4').text.length}`);
  });

  it('lets one rollout hold a fleet, whoever asks, and takes its repeat for the same', async () => {
    const rollout = newRollout();
    expect(good(await yard.claim(claim(rollout)))).toMatchObject({ id: rollout, epoch: 1, owner: ann }); // prettier-ignore
    good(await yard.claim(claim(rollout)));
    const answer = await other.claim(claim(newRollout(), { owner: bob }));
    expect(answer).toMatchObject(conflict);
    expect(JSON.stringify(answer)).toContain('Ann');
    expect((await fleetOf(other)).rollout).toMatchObject({ id: rollout, owner: ann });
    good(await yard.renew(fleet.id, rollout, 1, 60_000));
    good(await yard.finish(fleet.id, rollout, 1));
    // Finished once more changes nothing.
    good(await yard.finish(fleet.id, rollout, 1));
    expect(await yard.renew(fleet.id, rollout, 1, 1000)).toMatchObject(conflict);
    good(await other.claim(claim(newRollout(), { owner: bob })));
  }, 60_000);

  it('is taken over with the next epoch only, by its own panel or after its lease', async () => {
    const rollout = newRollout();
    good(await yard.claim(claim(rollout, { leaseMs: 2000 })));
    expect(await other.claim(claim(rollout, { owner: bob, epoch: 2 }))).toMatchObject(conflict);
    expect(await other.claim(claim(rollout, { epoch: 3 }))).toMatchObject(conflict);
    const intent = { kind: 'cut-over', from: to, to: from, expectedRevision: 1 } as const;
    await expect
      .poll(
        async () => (await other.claim(claim(rollout, { owner: bob, epoch: 2, intent }))).ok,
        patience,
      )
      .toBe(true);
    expect((await fleetOf(yard)).rollout).toMatchObject({ epoch: 2, owner: bob, intent: { to } });
    expect(await yard.renew(fleet.id, rollout, 1, 1000)).toMatchObject(conflict);
    good(await other.renew(fleet.id, rollout, 2, 1000));
  }, 60_000);

  it('moves traffic for the holder on the split that was seen, once per token', async () => {
    const rollout = newRollout();
    expect(await yard.route(route(rollout))).toMatchObject(conflict);
    good(await yard.claim(claim(rollout)));
    const { revision } = fleet.split;
    expect(await yard.route(route(rollout, { expectedRevision: revision + 1, token: asToken(randomUUID()) }))).toMatchObject(conflict); // prettier-ignore
    const receipt = good(await yard.route(route(rollout)));
    expect(receipt.revision).not.toBe(revision);
    await expect.poll(async () => (await fleetOf(other)).split.revision, patience).toBe(receipt.revision); // prettier-ignore
    expect(good(await yard.route(route(rollout)))).toEqual(receipt);
    expect((await fleetOf(yard)).split.revision).toBe(receipt.revision);
    good(await yard.finish(fleet.id, rollout, 1));
    expect((await fleetOf(other)).previous).toBe(from);
    await expect
      .poll(async () => {
        const answer = await yard.probe(fleet.id, 'entry');
        return answer.ok ? answer.value.generation : null;
      }, patience)
      .toBe(to);
  }, 60_000);

  it('goes back at once, whoever holds the fleet, and ends what was running', async () => {
    const rollout = newRollout();
    good(await yard.claim(claim(rollout)));
    good(await yard.route(route(rollout)));
    await fleetOf(other);
    const back = good(await other.route(revert()));
    expect(back.overtook).toBe(rollout);
    await expect.poll(async () => (await fleetOf(yard)).rollout, patience).toBeNull();
    expect(await yard.renew(fleet.id, rollout, 1, 1000)).toMatchObject(conflict);
    expect(await yard.route(route(rollout, { token: asToken(randomUUID()) }))).toMatchObject(conflict); // prettier-ignore
    const after = await fleetOf(yard);
    expect(after.split.weights.filter(({ weight }) => weight > 0)).toMatchObject([{ generation: from }]); // prettier-ignore
    expect(after.previous).toBeNull();
  }, 60_000);

  it('attaches nothing for whoever does not hold the fleet, and the holder moves no traffic by it', async () => {
    const order = { fleet: fleet.id, generation: to, expectedRevision: fleet.split.revision };
    const stranger = newRollout();
    const asked = { ...order, rollout: stranger, token: asToken(`${stranger}.attach`) };
    expect(await yard.attach(asked)).toMatchObject({ ok: false });
    const rollout = newRollout();
    good(await yard.claim(claim(rollout)));
    // Where there is nothing to attach it may be refused, or answered as done.
    await yard.attach({ ...order, rollout, token: asToken(`${rollout}.attach`) });
    expect((await fleetOf(yard)).split).toMatchObject({
      revision: fleet.split.revision,
      weights: fleet.split.weights,
    });
    good(await yard.finish(fleet.id, rollout, 1));
  }, 60_000);

  it('refuses a split that nobody would serve and a generation that is not there', async () => {
    const nobody = [{ generation: from, weight: 0 }];
    expect(await yard.route(revert({ weights: nobody }))).toMatchObject({ ok: false });
    const stranger = [{ generation: 'no-such-generation' as GenerationId, weight: 1 }];
    expect(await yard.route(revert({ weights: stranger }))).toMatchObject({ ok: false, fault: { code: 'not-found' } }); // prettier-ignore
    expect((await fleetOf(yard)).split.revision).toBe(fleet.split.revision);
  }, 60_000);

  it('does not retire what has traffic, whoever gave it some since the look', async () => {
    if (!yard.capabilities.verbs.includes('retire')) return;
    const rollout = newRollout();
    const intent = { kind: 'retire', generation: from } as const;
    good(await yard.claim(claim(rollout, { intent })));
    const order = { fleet: fleet.id, generation: from, rollout, epoch: 1 };
    const answer = await yard.retireGeneration({ ...order, token: asToken(`${rollout}.retire`) });
    expect(answer).toMatchObject({ ok: false, fault: { code: 'refused' } });
    const after = (await fleetOf(yard)).generations.find(({ id }) => id === from);
    expect(after?.rung).toBe('warm');
    good(await yard.finish(fleet.id, rollout, 1));
  }, 60_000);

  it('takes a claim for each verb that it says it has, and refuses all that belongs to the others', async () => {
    const [, second] = fleet.generations;
    const block = second?.blocks[0]?.id;
    if (second === undefined || block === undefined) throw new Error('There is no block.');
    const { image, recipe } = second;
    const made = { number: 9, image, recipe, size: 1 };
    const intents: Record<Verb, Intent> = {
      'cut-over': { kind: 'cut-over', from, to, expectedRevision: fleet.split.revision },
      revert: { kind: 'revert', from, to },
      launch: { kind: 'launch', ...made },
      replace: { kind: 'replace', generation: to, block },
      retire: { kind: 'retire', generation: to },
      adopt: { kind: 'adopt', generation: to, number: second.number },
      stop: { kind: 'stop', generation: to },
      start: { kind: 'start', generation: to },
      scale: { kind: 'scale', generation: to, size: second.size + 1, from: second.size },
      release: {
        kind: 'release',
        candidate: { kind: 'launch', ...made },
        from,
        expectedRevision: fleet.split.revision,
        terms: usualTerms,
      },
    };
    const common = {
      fleet: fleet.id,
      rollout: newRollout(),
      epoch: 1,
      token: asToken(randomUUID()),
    };
    const generation = { ...common, generation: to };
    const effects: Record<Verb, readonly (() => Promise<Result<unknown>>)[]> = {
      // These two write what a yard that has none of them would refuse as anybody's.
      'cut-over': [],
      revert: [],
      launch: [() => yard.launchGeneration({ ...common, ...made })],
      replace: [
        () => yard.launchBlock({ ...generation, replaces: block }),
        () => yard.terminateBlock({ ...common, block }),
      ],
      retire: [() => yard.retireGeneration(generation)],
      adopt: [() => yard.adoptGeneration({ ...generation, number: second.number })],
      stop: [() => yard.stopGeneration(generation)],
      start: [() => yard.startGeneration(generation)],
      scale: [
        () => yard.addBlock({ ...generation, size: second.size + 1 }),
        () => yard.terminateBlock({ ...common, block, size: second.size - 1 }),
      ],
      // Its effects are those of a cutover, a launch and a retirement, which are asked there.
      release: [],
    };
    const { verbs } = yard.capabilities;
    for (const verb of verbSchema.options) {
      const rollout = newRollout();
      const answer = await yard.claim(claim(rollout, { intent: intents[verb] }));
      if (verbs.includes(verb)) {
        good(answer);
        good(await yard.finish(fleet.id, rollout, 1));
        continue;
      }
      expect(answer, `claim for ${verb}`).toMatchObject(refused);
      for (const effect of effects[verb]) expect(await effect(), verb).toMatchObject(refused);
    }
    // Nothing of it happened.
    const after = await fleetOf(yard);
    expect(after.generations.map(({ id }) => id)).toEqual(fleet.generations.map(({ id }) => id));
    expect(after.split.revision).toBe(fleet.split.revision);
    expect(after.rollout).toBeNull();
  }, 60_000);

  it('does a write once whose answer reached nobody: another panel repeats it and is told', async () => {
    const rollout = newRollout();
    good(await yard.claim(claim(rollout)));
    const sent = yard.route(route(rollout));
    bench.drop(yard);
    const first = await sent;
    if (!first.ok) expect(['unknown-outcome', 'unreachable']).toContain(first.fault.code);
    const receipt = good(await other.route(route(rollout)));
    expect((await fleetOf(other)).split).toMatchObject({ revision: receipt.revision });
    expect(good(await other.route(route(rollout)))).toEqual(receipt);
    const { weights, revision } = (await fleetOf(other)).split;
    expect(weights.filter(({ weight }) => weight > 0)).toMatchObject([{ generation: to }]);
    expect(revision).toBe(receipt.revision);
    // Counted, where the yard counts.
    if (yard.capabilities.revisions === 'rising') expect(revision).toBe(fleet.split.revision + 1);
  }, 60_000);
}

/** @param openBench a place whose second generation is not listed by the entry; the first one serves. */
export function testAttaching(openBench: () => Promise<ContractBench>): void {
  it('attaches for the holder alone, once per token, and moves no traffic by it', async () => {
    const bench = await openBench();
    try {
      const [yard, other] = [bench.openYard(), bench.openYard()];
      const fleet = await fleetOf(yard);
      await fleetOf(other);
      const [from, to] = fleet.generations.map(({ id }) => id);
      if (from === undefined || to === undefined) throw new Error('There are no two.');
      const isAttached = async (): Promise<boolean> =>
        (await fleetOf(other)).generations.find(({ id }) => id === to)?.isAttached !== false;
      const rollout = asRolloutId(randomUUID());
      const expectedRevision = fleet.split.revision;
      const order = { fleet: fleet.id, generation: to, expectedRevision, rollout };
      const asked = { ...order, token: asToken(`${rollout}.attach`) };
      expect(await yard.attach(asked)).toMatchObject({ ok: false, fault: { code: 'conflict' } });
      expect(await isAttached()).toBe(false);
      const intent = { kind: 'cut-over', from, to, expectedRevision, attaches: true } as const;
      good(
        await yard.claim({
          fleet: fleet.id,
          rollout,
          intent,
          owner: ann,
          leaseMs: 60_000,
          epoch: 1,
        }),
      );
      const receipt = good(await yard.attach(asked));
      expect(receipt.revision).not.toBe(expectedRevision);
      await expect.poll(isAttached, patience).toBe(true);
      const after = await fleetOf(other);
      expect(after.split).toMatchObject({
        revision: receipt.revision,
        weights: fleet.split.weights,
      });
      expect(good(await yard.attach(asked))).toEqual(receipt);
      // The receipt's revision is what the switch goes on with.
      const weights = [
        { generation: from, weight: 0 },
        { generation: to, weight: 100 },
      ];
      const switched = {
        ...{ fleet: fleet.id, weights, previous: from, rollout, overtake: false },
        token: asToken(`${rollout}.route`),
      };
      const stale = { ...switched, expectedRevision: receipt.revision + 1 };
      expect(await yard.route(stale)).toMatchObject({ ok: false, fault: { code: 'conflict' } });
      const token = asToken(`${rollout}.route.2`);
      good(await yard.route({ ...switched, expectedRevision: receipt.revision, token }));
    } finally {
      await bench.close();
    }
  }, 90_000);
}
