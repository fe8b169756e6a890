/** Sentences at the end: where the traffic goes, that nothing was done, and that somebody else goes on. */
import { describeSplit } from '../../../src-shared/split.ts';
import { shownBefore } from './check-ends.ts';
import type { EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

export function wordsTrue(log: readonly SimEvent[]): string[] {
  return log.flatMap((event, index) => {
    if (event.kind !== 'said') return [];
    const before = log.slice(0, index);
    return [
      ...trafficTold(log, event),
      ...nothingDone(before, event),
      ...notAnswered(before, event),
      ...byOthers(before, event),
    ];
  });
}

/** A look takes its time, and so does what is decided on it. */
const recentMs = 3500;

/** What is said of the traffic was shown a moment ago. */
function trafficTold(log: readonly SimEvent[], event: EventOf<'said'>): string[] {
  const told = /The traffic goes to: (.+?)\.( |$)/u.exec(event.outcome.text)?.[1];
  if (told === undefined) return [];
  const shown = shownBefore(log, event, recentMs).map((fleet) => describeSplit(fleet));
  return shown.includes(told)
    ? []
    : [`honesty: ${nameOf(event)} tells of traffic to ${told}, which no look showed`];
}

const nothing =
  /Nothing was (changed|sent|launched)|No traffic was moved|nothing was launched|was not launched|it was not made/u;

function nothingDone(before: readonly SimEvent[], event: EventOf<'said'>): string[] {
  const { text, rollout } = event.outcome;
  if (!nothing.test(text)) return [];
  const isMove = /traffic/u.test(nothing.exec(text)?.[0] ?? '');
  const did = before.find(
    (one) =>
      one.kind === 'did' &&
      one.rollout === rollout &&
      one.verb !== 'attach' &&
      (!isMove || one.verb === 'route'),
  );
  return did === undefined ? [] : [`honesty: ${nameOf(event)} says "${text}", but it was done`];
}

const unanswered =
  /is not known whether|was not answered|never answered|and not answered|answer never came/u;

/** Where each order was refused, the yard did say what became of it. */
function notAnswered(before: readonly SimEvent[], event: EventOf<'said'>): string[] {
  const { text, rollout } = event.outcome;
  const asked = before.filter((one) => one.kind === 'asked' && one.rollout === rollout);
  if (!unanswered.test(text) || asked.length === 0) return [];
  const tokens = new Set(asked.map((one) => (one.kind === 'asked' ? one.token : '')));
  const refused = before.filter(
    (one) =>
      one.kind === 'answered' &&
      tokens.has(one.token) &&
      one.how === 'refused' &&
      isHeard(before, one),
  );
  if (refused.length < asked.length) return [];
  return [`honesty: ${nameOf(event)} says "${text}", but the yard has answered`];
}

/** The process that asked did not die before it could write down what it was told. */
function isHeard(log: readonly SimEvent[], { session, atMs }: SimEvent): boolean {
  return !log.some(
    (one) => one.kind === 'crashed' && one.session === session && one.atMs - atMs < 1000,
  );
}

/** Overtaken is only what somebody else, or a newer press, has taken the fleet from. */
function byOthers(before: readonly SimEvent[], event: EventOf<'said'>): string[] {
  const { kind, rollout } = event.outcome;
  if (kind !== 'overtaken') return [];
  const isSo = before.some((one) => {
    switch (one.kind) {
      case 'outside':
        return one.isSplit;
      case 'pressed':
        return one.what === 'revert' && one.session === event.session;
      case 'did':
        return one.rollout !== rollout && one.verb === 'route';
      case 'claimed':
        return one.rollout === rollout && one.session !== event.session;
      default:
        return false;
    }
  });
  return isSo ? [] : [`honesty: ${nameOf(event)} although nobody else did anything`];
}

function nameOf({ outcome }: EventOf<'said'>): string {
  return `${outcome.intent.kind} ${outcome.rollout} said "${outcome.kind}"`;
}
