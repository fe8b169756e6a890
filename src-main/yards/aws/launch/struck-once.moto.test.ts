/**
 * A launch, a cutover, a revert and a retirement whose every write is struck once: expired, throttled, or carried
 * out without an answer. Each order is given again as the engine gives it, and the calls are counted.
 */
import { expect, it } from 'vitest';
import { isMutation, type AwsCall } from '../../../../e2e/aws-lab/aws-call.ts';
import type { Effect } from '../../../../e2e/aws-lab/faults/fault.ts';
import { asRolloutId, asToken } from '../../../../src-shared/ids.ts';
import type { Fleet, Intent } from '../../../../src-shared/fleet.ts';
import type { Result } from '../../../../src-shared/result.ts';
import { systemClock } from '../../../clock/system-clock.ts';
import { called, good, openLabYard, switchTo } from '../aws-yard.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { createAccountBudget } from '../session/account-budget.ts';
import { launchScene, mine } from './launch-scene.fixture.ts';

const fast = { burst: 100, perSecond: 100, leastPerSecond: 100 };
const owner = { name: 'ann', host: 'desk', panel: 'panel-1' };
/** Names one write, however often it is sent. */
const keyOf = ({
  action,
  params,
}: Pick<AwsCall, 'action'> & { params: Iterable<readonly [string, string]> }): string => {
  // prettier-ignore
  const named = [...params].filter(([name]) => /^(?:ClientToken|LaunchTemplateName|Name|RuleArn|ListenerArn|TargetGroupArn|InstanceId\.1)$/u.test(name)); // prettier-ignore
  return [action, ...named.map(([, value]) => value)].join(' ');
};

describeWithMoto('every write of a generation', () => {
  const { lab, begun, launched } = launchScene();

  /** The whole life of one more generation. @returns how often each action was sent, and how often carried out. */
  async function live(effect: Effect | null) {
    const seen = new Set<string>();
    let isOut = false;
    const { fleet, order, name, yard: first } = await begun();
    const sinceMs = lab().nowMs();
    let number = 0;
    if (effect !== null) {
      lab().faults.add({
        effect,
        on: {
          ...mine,
          where: (call) => {
            const key = `${String(number)} ${keyOf(call)}`;
            const isNew = isMutation(call) && !seen.has(key);
            if (isNew) seen.add(key);
            isOut ||= isNew && effect.kind === 'expired';
            return isOut || isNew;
          },
        },
      });
    }
    const budget = createAccountBudget(systemClock, { reads: fast, writes: fast });
    const yard = openLabYard(lab(), { budget });
    const given = async <Value>(
      give: () => Promise<Result<Value>>,
      looks = true,
    ): Promise<Value> => {
      for (let attempts = 0; attempts < 40; attempts += 1) {
        const answer = await give();
        if (answer.ok) return answer.value;
        const { code, message } = answer.fault;
        expect(['signed-out', 'throttled', 'unknown-outcome'], message).toContain(code);
        // Somebody signs in, and the engine looks before it repeats.
        isOut = false;
        if (looks) good(await yard.observe());
      }
      throw new Error('It came to no end.');
    };
    const holding = async (
      intent: Intent,
      act: (rollout: ReturnType<typeof asRolloutId>) => Promise<unknown>,
    ): Promise<void> => {
      // prettier-ignore
      number += 1;
      const rollout = intent.kind === 'launch' ? order.rollout : asRolloutId(`${order.rollout}-${intent.kind}`); // prettier-ignore
      const claim = { fleet: fleet.id, rollout, intent, owner, leaseMs: 60_000, epoch: 1 };
      if (intent.kind !== 'launch') await given(() => yard.claim(claim), false);
      await act(rollout);
      await given(() => yard.finish(fleet.id, rollout, 1), false);
    };
    // A call that was on its way beside the struck one may find the session ended only now.
    const seenFleet = async (): Promise<Fleet> => {
      const { fleets } = await given(() => yard.observe(), false);
      const seen = fleets.find(({ id }) => id === fleet.id);
      if (seen === undefined) throw new Error('There is no fleet.');
      return seen;
    };
    const isServing = fleet.split.weights.find(({ weight }) => weight > 0)?.generation;
    if (isServing === undefined) throw new Error('Nobody serves.');
    await seenFleet();
    const { image, size, recipe } = order;
    await holding({ kind: 'launch', image, number: order.number, size, recipe }, () =>
      given(() => yard.launchGeneration(order)),
    );
    const generation = called(await seenFleet(), name);
    const before = await seenFleet();
    const over = { kind: 'cut-over', to: generation, from: isServing, expectedRevision: before.split.revision } as const; // prettier-ignore
    await holding(over, async (rollout) => {
      const write = switchTo(before, generation, false, rollout);
      await given(() => yard.route(write));
    });
    const back = switchTo(await seenFleet(), isServing, true, `${order.rollout}-revert`);
    number += 1;
    await given(() => yard.route(back));
    await seenFleet();
    await holding({ kind: 'retire', generation }, (rollout) => {
      const token = asToken(`${rollout}.retire`);
      const retire = { fleet: fleet.id, generation, rollout, epoch: 1, token };
      return given(() => yard.retireGeneration(retire));
    });
    const after = await seenFleet();
    lab().faults.clear();
    yard.close();
    first.close();
    const calls = lab()
      .calls.mutations({ ...mine, sinceMs })
      // Claims are counted elsewhere; and moto knows no protection of images.
      .filter(({ action }) => !/Parameter$|^EnableImage/u.test(action));
    const counted = (of: typeof calls): Readonly<Record<string, number>> =>
      Object.fromEntries(
        [...new Set(of.map(({ action }) => action))]
          .sort()
          .map((action) => [action, of.filter((call) => call.action === action).length]),
      );
    return {
      done: counted(calls.filter(({ reachedMoto, status }) => reachedMoto && (status === 'cut' || status < 300))), // prettier-ignore
      sent: counted(calls),
      servers: (await launched(order.rollout)).map(({ state }) => state),
      serving: after.split.weights.filter(({ weight }) => weight > 0).map((one) => one.generation),
      rung: after.generations.find(({ id }) => id === generation)?.rung,
    };
  }

  it('is carried out once whatever struck it, and sent once more at most: nobody multiplies attempts', async () => {
    const calm = await live(null);
    expect(calm.servers).toEqual(['terminated', 'terminated']);
    expect(calm.sent).toEqual(calm.done);
    const twice = Object.fromEntries(Object.entries(calm.done).map(([action, count]) => [action, 2 * count])); // prettier-ignore
    const struck = {
      expired: await live({ kind: 'expired' }),
      throttled: await live({ kind: 'throttled' }),
      lost: await live({ kind: 'lost-reply' }),
    };
    for (const [how, { done, sent, servers, rung }] of Object.entries(struck)) {
      expect({ how, done, servers, rung }).toEqual({ how, done: calm.done, servers: calm.servers, rung: calm.rung }); // prettier-ignore
      for (const [action, count] of Object.entries(sent)) {
        expect({ how, action, atMost: Math.max(count, twice[action] ?? 0) }).toEqual({ how, action, atMost: twice[action] }); // prettier-ignore
      }
    }
    expect(struck.expired.serving).toEqual(calm.serving);
    // The control: they were struck. A write that is lost after it was done is found done, and not sent again.
    expect(struck.throttled.sent).toEqual(twice);
    expect(struck.lost.sent).toEqual(calm.done);
  }, 120_000);
});
