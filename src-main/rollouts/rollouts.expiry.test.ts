/**
 * Credentials that end at any call: a launch, a cutover and a retirement, each call of the engine to its yard
 * in turn the first that nobody is signed in for. After a sign-in all of it comes to the same end, once.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asImageId, generationIdOf } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { describeSplit } from '../../src-shared/split.ts';
import type { Yard } from '../yards/port.ts';
import { openPanelBench } from './panel-bench.fixture.ts';
import { fleetId, openSimBench } from './simulation/sim-bench.fixture.ts';

const v3 = generationIdOf('storefront', 3);
const ended = fail({ code: 'signed-out', message: 'The session has ended.', todo: 'Sign in.' });
const verbs = ['observe', 'claim', 'renew', 'finish', 'route', 'launchGeneration', 'retireGeneration', 'probe'] as const; // prettier-ignore
type Verb = (typeof verbs)[number];

describe('credentials that end', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-expiry-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** @param strikes the call at which they end; beyond the last one never. */
  async function live(strikes: number) {
    let isOut = false;
    const asked: Verb[] = [];
    const done: string[] = [];
    const change = (yard: Yard): Yard => {
      const wrapped = verbs.map((verb) => {
        const act = Reflect.get(yard, verb) as (...args: unknown[]) => Promise<Result<unknown>>;
        return [
          verb,
          async (...args: readonly unknown[]) => {
            if (asked.push(verb) === strikes) isOut = true;
            if (isOut) return ended;
            const answer = await act.apply(yard, [...args]);
            const token: unknown = Reflect.get(Object(args[0]), 'token');
            if (answer.ok && typeof token === 'string') done.push(`${verb} ${token}`);
            return answer;
          },
        ] as const;
      });
      return { ...yard, ...(Object.fromEntries(wrapped) as Pick<Yard, Verb>) };
    };
    const bench = openSimBench({ serving: v1, previous: null, change });
    const panel = await openPanelBench(bench, join(folder, String(strikes)));
    bench.observations.start();
    // As a session does: it lets go of what could not be let go of while signed out.
    void panel.rollouts.resume();
    await bench.pass(50);
    const carryOut = async (wish: Wish): Promise<string> => {
      for (let presses = 1; ; presses += 1) {
        if (presses > 3) return `not begun, at call ${String(strikes)}`;
        const before = panel.outcomes().length;
        const begun = panel.rollouts.begin(fleetId, wish, bench.clock.now());
        for (let waited = 0; waited < 60; waited += 1) {
          await bench.pass(1000);
          // Half a minute later somebody signs in.
          if (isOut && waited >= 30) isOut = false;
          const [end] = panel.outcomes().slice(before);
          if (end !== undefined && bench.world.fleet(fleetId).rollout === null) return end.kind;
          if (waited > 31 && end === undefined && !(await begun).ok) break;
        }
      }
    };
    const { revision } = bench.world.fleet(fleetId).split;
    const image = asImageId(`sha256:${'2'.repeat(64)}`);
    const ends = [
      await carryOut({ kind: 'launch', image, size: 4 }),
      await carryOut({ kind: 'cut-over', to: v3, expectedRevision: revision }),
      await carryOut({ kind: 'retire', generation: v2, typedName: v2 }),
    ];
    const fleet = bench.world.fleet(fleetId);
    const stands = {
      ends,
      split: describeSplit(fleet),
      revisions: fleet.split.revision - revision,
      generations: fleet.generations.map(({ number, blocks }) => `${String(number)}: ${String(blocks.length)}`), // prettier-ignore
      done: done.map((one) => one.split(' ')[0]).sort(),
    };
    void panel.rollouts.stop();
    bench.observations.stop();
    await bench.pass(1000);
    return { stands, asked };
  }

  it('at each call in turn, and all of it comes to the same end, nothing twice and nothing left out', async () => {
    const whole = await live(Infinity);
    expect(whole.stands).toMatchObject({
      ends: ['done', 'verified', 'done'],
      revisions: 1,
      done: ['launchGeneration', 'retireGeneration', 'route'],
    });
    const { asked } = whole;
    // Looks between two looks are alike: of those only the ones beside another call.
    const telling = asked.flatMap((verb, at) =>
      [asked[at - 1], verb, asked[at + 1]].some((one) => one !== 'observe') ? [at + 1] : [],
    );
    expect(new Set(telling.map((at) => asked[at - 1]))).toEqual(new Set(verbs));
    for (const strikes of telling) {
      const life = await live(strikes);
      expect({ strikes, ...life.stands }).toEqual({ strikes, ...whole.stands });
      // The control: it did strike there.
      expect(life.asked[strikes - 1]).toBe(asked[strikes - 1]);
    }
  }, 120_000);
});
