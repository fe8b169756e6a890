/**
 * What changes take with them when they begin and when they end: a proof that is over, ours or through a rule of the
 * operator's, and servers whose end was broken off.
 */
import { asBlockId, type FleetId, type RolloutId } from '../../../../src-shared/ids.ts';
import { succeed } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import { within } from '../../../clock/within.ts';
import type { SsmClaims } from '../claims/ssm-claims.ts';
import type { Launches } from '../launch/launches.ts';
import { onceAtATime } from '../launch/once-at-a-time.ts';
import type { YardMemory } from '../yard-memory.ts';
import type { TestRules } from './test-rules.ts';
import type { TurnedTest } from './turned-test.ts';

export interface ClearUpPorts {
  readonly clock: Clock;
  readonly testRules: Pick<TestRules, 'clear'>;
  readonly turnedTest: Pick<TurnedTest, 'putBack'>;
  readonly claims: Pick<SsmClaims, 'rolloutIn'>;
  readonly memory: Pick<YardMemory, 'claimsOf'>;
  readonly launches: Pick<Launches, 'endNoted'>;
  readonly note: (text: string, fleet: FleetId) => void;
}

export interface ClearUp {
  /** @param except whose proof goes on. What cannot be removed is shown, and tried again with the next act. */
  readonly tests: (fleet: FleetId, except?: RolloutId) => Promise<void>;
  /** At the end of a rollout; what takes too long is left to the next change. */
  readonly atEnd: (fleet: FleetId, rollout: RolloutId, epoch: number) => Promise<void>;
}

/** So long an end waits for it: its engine waits three times a second. */
const clearingMs = 2500;

export function createClearUp(ports: ClearUpPorts): ClearUp {
  const { clock, testRules, turnedTest, claims, memory, launches, note } = ports;
  const tests = async (fleet: FleetId, except?: RolloutId): Promise<void> => {
    const [cleared, back] = await Promise.all([
      testRules.clear(fleet, except),
      turnedTest.putBack(fleet, memory.claimsOf(fleet).turned, except),
    ]);
    if (!cleared.ok) note(`A test rule was not removed: ${cleared.fault.message}`, fleet);
    if (!back.ok) note(`A test rule of yours was not put back: ${back.fault.message}`, fleet);
  };
  const clear = async (fleet: FleetId, rollout: RolloutId, epoch: number): Promise<void> => {
    const holder = claims.rolloutIn(memory.claimsOf(fleet));
    // Whoever has it now goes on proving, also when it is the same release in other hands.
    const isOurs = holder === null || (holder.id === rollout && holder.epoch <= epoch);
    await tests(fleet, isOurs ? undefined : holder.id);
    if (!isOurs) return;
    const noted = memory.claimsOf(fleet).ending.map((block) => asBlockId(block));
    if (noted.length > 0) await launches.endNoted({ fleet, rollout }, noted);
  };
  /** Asked again before it is answered, it is the same one. */
  const clearing = onceAtATime<null>();
  return {
    tests,
    atEnd: async (fleet, rollout, epoch) => {
      const cleared = clearing(`${fleet} ${rollout}`, () =>
        clear(fleet, rollout, epoch).then(() => succeed(null)),
      );
      await within(clock, clearingMs, cleared);
    },
  };
}
