/** After a cutover that nobody has seen answered, the way back stays whole (rule 4). */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { canRetire } from '../../src-shared/guards.ts';
import { asToken } from '../../src-shared/ids.ts';
import {
  claimed,
  fleetId,
  openHostBench,
  routeTo,
  v1,
  v2,
  valueOf,
  wholeFleet,
  type HostBench,
} from './yard-host.fixture.ts';

let bench: HostBench | null = null;
afterEach(() => bench?.close());

it('retires the previous generation only when the current one was seen to answer', async () => {
  bench = await openHostBench();
  await bench.ensure();
  const yard = bench.openYard();
  const fleet = await wholeFleet(yard);
  const rollout = await claimed(yard);
  // An answer of before the cutover proves nothing about it.
  expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v1);
  valueOf(await yard.route(routeTo(v2, rollout, fleet.split.revision)));
  const retire = () => {
    const token = asToken(randomUUID());
    return yard.retireGeneration({ fleet: fleetId, generation: v1, rollout, epoch: 1, token });
  };
  const refused = await retire();
  expect(refused).toMatchObject({ ok: false, fault: { code: 'refused' } });
  expect(JSON.stringify(refused)).toContain('is the way back and stays: no answer of v002');
  const kept = await wholeFleet(yard);
  expect(kept.generations.map((each) => each.rung)).toEqual(['warm', 'warm']);
  // The window says the same, by the same function, before anybody presses.
  expect(kept.seenToServe).toEqual([]);
  expect(canRetire({ ...kept, rollout: null }, v1)).toEqual({ kind: 'refused', because: (refused.ok ? null : refused.fault.message) }); // prettier-ignore
  expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v2);
  expect((await wholeFleet(yard)).seenToServe).toEqual([v2]);
  valueOf(await retire());
}, 40_000);
