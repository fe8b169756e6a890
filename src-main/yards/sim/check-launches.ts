/** Launches that a yard does not take: nothing of them is there, and why is said. */
import type { EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

export function launchesTold(log: readonly SimEvent[]): string[] {
  return [...refusedForGood(log), ...nothingLeft(log)];
}

function isLaunch({ verb }: Pick<EventOf<'asked'>, 'verb'>): boolean {
  return verb === 'launchGeneration' || verb === 'launchBlock';
}

/** A refusal of the moment, which is asked again; and one that says nothing of the launch. */
const others = /^Too many calls|in other hands/u;

/** Whoever was told no ends at once as failed and passes on what was said. */
function refusedForGood(log: readonly SimEvent[]): string[] {
  const tokens = new Map(
    log.flatMap((event) =>
      event.kind === 'asked' && isLaunch(event) ? [[event.token, event.rollout] as const] : [],
    ),
  );
  return log.flatMap((event, index) => {
    const rollout = event.kind === 'answered' ? tokens.get(event.token) : undefined;
    if (event.kind !== 'answered' || event.how !== 'refused' || rollout === undefined) return [];
    const { because, session } = event;
    if (because === null || others.test(because)) return [];
    const end = log
      .slice(index)
      .find(
        (one) => one.kind === 'said' && one.session === session && one.outcome.rollout === rollout,
      );
    // Another panel ended it, or it crashed before it heard.
    if (end?.kind !== 'said' || othersEnds.has(end.outcome.kind)) return [];
    const isTold = end.outcome.kind === 'failed' && end.outcome.text.includes(because);
    return isTold
      ? []
      : [`launch: ${rollout} was refused ("${because}") and said "${end.outcome.text}"`];
  });
}

const othersEnds: ReadonlySet<string> = new Set(['overtaken', 'handed-over']);
const notLaunched = /was not launched|[Nn]othing was launched|[Nn]o fresh block was launched/u;

/** What was said not to be launched is not there, not even later. */
function nothingLeft(log: readonly SimEvent[]): string[] {
  return log.flatMap((event) => {
    if (event.kind !== 'said' || !notLaunched.test(event.outcome.text)) return [];
    const { rollout, text } = event.outcome;
    const did = log.find((one) => one.kind === 'did' && one.rollout === rollout && isLaunch(one));
    return did === undefined
      ? []
      : [`launch: ${rollout} said "${text}", and something was launched`];
  });
}
