/**
 * A test rule of ours as the entry of a rehearsal: it leads to one generation, then to the other, and back. No client
 * meets it. It answers by itself first, until every node of the load balancer knows it; where answers do not say who made
 * them it does so between the moves, too, so that whatever answers after one is who it leads to.
 */
import type { GenerationId } from '../../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../../src-shared/marker.ts';
import { FaultError, type Result } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { RehearsalEntry, RehearsalPace, Told } from '../../../rehearsals/rehearse.ts';
import { haveSameMeaning } from '../discover/fingerprint.ts';
import type { JsonObject } from '../discover/reading.ts';
import { aloneActions, canaryActions } from '../discover/test-rule.ts';
import {
  askWith,
  canariesInARow,
  isKnownNow,
  saysCanary,
  type AskedRule,
} from '../prove/ask-through-rule.ts';
import { generationOf, type AskedAddress, type ProbedEntry, type Resolve } from '../route/probe.ts';

/** Ten requests a second to each address: every one is a connection of its own, as a new client's is. */
export const rulePace: RehearsalPace = {
  everyMs: 100,
  flowMs: 1000,
  answersWithinMs: 15_000,
  underWayAtMost: 20,
  // A name may lead to fewer addresses than there are nodes.
  inARow: 5,
  longestMs: 180_000,
};

/** Nodes of a load balancer follow a rule within seconds. */
const knownWithinMs = 60_000;
const pauseMs = 200;
const answerWithinMs = 5000;

export interface RuleEntryPorts {
  readonly clock: Pick<Clock, 'monotonicMs' | 'delay'>;
  readonly resolve: Resolve;
  /** From now on it does that. */
  readonly turn: (actions: readonly JsonObject[]) => Promise<Result<null>>;
  /** As it reads now; null: it is not there. */
  readonly read: () => Promise<Result<readonly JsonObject[] | null>>;
  readonly remove: () => Promise<void>;
  /** What names who answered; a marker of null: nothing does. */
  readonly names: Pick<ProbedEntry, 'marker' | 'generations' | 'versionOf'>;
  /** ARN of the target group. */
  readonly groupOf: (generation: GenerationId) => string | undefined;
}

export function ruleEntry(rule: AskedRule, ports: RuleEntryPorts): RehearsalEntry {
  const { clock, turn, read, remove, names, groupOf } = ports;
  const resolve = resolvedOnce(ports.resolve);
  const { marker } = names;
  const question = questionOf(marker);
  const canary = canaryActions(rule.value);
  let now = canary;
  /** Since it answered by itself last, it was seen everywhere. */
  let isKnown = false;

  const turnTo = async (actions: readonly JsonObject[]): Promise<void> => {
    now = actions;
    must(await turn(actions));
  };
  const becomeKnown = async (isOver: () => boolean): Promise<void> => {
    const untilMs = clock.monotonicMs() + knownWithinMs;
    for (let inARow = 0; inARow < canariesInARow;) {
      if (isOver() || clock.monotonicMs() >= untilMs) throw notFollowed;
      inARow = (await isKnownNow(rule, question, resolve)) ? inARow + 1 : 0;
      if (inARow === 0) await clock.delay(pauseMs);
    }
    isKnown = true;
  };

  return {
    prepare: async (isOver) => {
      if (isKnown && marker !== null) return;
      if (now !== canary) await turnTo(canary);
      await becomeKnown(isOver);
    },
    lead: async (to) => {
      const group = groupOf(to);
      if (group === undefined) throw gone;
      await turnTo(aloneActions(group));
    },
    ask: async (to) => {
      const asked = must(await askWith(rule, question, resolve));
      return toldBy(asked, to, { value: rule.value, names });
    },
    whyVoid: async () => {
      const there = await read();
      if (!there.ok) return `Whether the test rule stood all the while cannot be told: ${there.fault.message}`.slice(0, 400); // prettier-ignore
      if (there.value !== null && haveSameMeaning(there.value, now)) return null;
      return 'The test rule was changed or removed meanwhile, by another change of this fleet or by somebody else.';
    },
    putAway: remove,
  };
}

function questionOf(marker: DeclaredMarker | null) {
  return { host: marker?.host ?? null, path: marker?.path ?? '/', timeoutMs: answerWithinMs };
}

/** One look for the addresses of a name is enough for a minute. */
function resolvedOnce(resolve: Resolve): Resolve {
  const found = new Map<string, ReturnType<Resolve>>();
  return (name, port) => {
    const key = `${name}:${String(port)}`;
    const known = found.get(key) ?? resolve(name, port);
    found.set(key, known);
    return known;
  };
}

/** These the load balancer gives in the place of a server, which can say them as well: counted as nobody's answer. */
const ofABalancer: readonly number[] = [502, 503, 504];

/** One for each address that there is a way to. Pure. */
export function toldBy(
  asked: readonly AskedAddress[],
  to: GenerationId,
  { value, names }: { readonly value: string; readonly names: RuleEntryPorts['names'] },
): readonly Told[] {
  const isAnyAnswered = asked.some(({ answer }) => answer.kind === 'answered');
  return asked.flatMap((one): Told[] => {
    const { answer } = one;
    if (answer.kind === 'silent') return answer.isNoWay && isAnyAnswered ? [] : [{ kind: 'lost' }];
    if (saysCanary(value)(one)) return [{ kind: 'not-yet' }];
    const { status } = answer;
    const named = names.marker === null ? to : generationOf(answer, names);
    const isLost = ofABalancer.includes(status) && (names.marker === null || named === null);
    return [isLost ? { kind: 'lost' } : { kind: 'block', generation: named, status }];
  });
}

function must<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new FaultError(result.fault);
}

const notFollowed = new FaultError({
  code: 'unreachable',
  message: `The load balancer did not follow the test rule everywhere within ${String(knownWithinMs / 1000)} s.`,
});

const gone = new FaultError({
  code: 'not-found',
  message: 'One of the two generations is not there any more.',
});
