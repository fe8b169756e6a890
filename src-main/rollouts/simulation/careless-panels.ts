/** Right engines with one deliberate mistake around them: at the yard, the journal, the clock or the door. Test support. */
import { asToken } from '../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../src-shared/result.ts';
import { canServeAll } from '../../../src-shared/guards.ts';
import type { Clock } from '../../clock/clock.ts';
import type { JournalEntry } from '../../journal/entries.ts';
import type { RolloutRecord } from '../../journal/record-file.ts';
import type { Rollouts, RolloutsOptions } from '../rollouts.ts';

type Engine = (options: RolloutsOptions) => RolloutsOptions;
type Door = (rollouts: Rollouts, options: RolloutsOptions) => Rollouts;

/** A revert waits until nothing else runs. */
export const queuedReverts: Door = (rollouts, { clock }) => ({
  ...rollouts,
  revert: async (...press) => {
    while (rollouts.progress().length > 0) await clock.delay(100);
    return rollouts.revert(...press);
  },
});

/** The guard of a cutover binds a revert, too. */
export const guardedReverts: Door = (rollouts, { observations }) => ({
  ...rollouts,
  revert: async (id, to, pressedAtMs) => {
    const sight = observations.sight();
    const fleets = sight.kind === 'none' ? [] : sight.look.observation.fleets;
    const fleet = fleets.find((one) => one.id === id);
    const verdict = fleet === undefined ? null : canServeAll(fleet, to);
    if (verdict?.kind === 'refused') return fail({ code: 'refused', message: verdict.because });
    return rollouts.revert(id, to, pressedAtMs);
  },
});

/** What the yard says about whose the fleet is does not count. */
export const ignoredLease: Engine = (options) => ({
  ...options,
  yard: {
    ...options.yard,
    renew: async (...terms) => {
      await options.yard.renew(...terms);
      return succeed(null);
    },
  },
});

/** The fleet is held for ever. */
export const keptClaims: Engine = (options) => ({
  ...options,
  yard: { ...options.yard, finish: () => Promise.resolve(succeed(null)) },
});

/** As some clients do by themselves: what was not answered is sent again at once. */
export const blindRepeats: Engine = (options) => {
  const { yard } = options;
  const twice = async <Value>(send: () => Promise<Result<Value>>): Promise<Result<Value>> => {
    const answer = await send();
    return answer.ok || answer.fault.code !== 'unknown-outcome' ? answer : send();
  };
  return {
    ...options,
    yard: {
      ...yard,
      route: (order) => twice(() => yard.route(order)),
      attach: (order) => twice(() => yard.attach(order)),
      launchBlock: (order) => twice(() => yard.launchBlock(order)),
      terminateBlock: (order) => twice(() => yard.terminateBlock(order)),
    },
  };
};

/** A look is good enough however old it is. */
export const oldLooks: Engine = (options) => ({
  ...options,
  ...(options.limits && { limits: { ...options.limits, freshMs: Number.POSITIVE_INFINITY } }),
});

/** What the split reads is enough: nobody asks who answers. */
export const unprobed: Engine = (options) => ({
  ...options,
  ...(options.limits && { limits: { ...options.limits, probesInARow: 0 } }),
});

/** A launch that was refused for good is asked for again and again. */
export const deafToRefusals: Engine = (options) => {
  const { yard } = options;
  const later = async <Value>(answer: Promise<Result<Value>>): Promise<Result<Value>> => {
    const told = await answer;
    return told.ok ? told : fail({ ...told.fault, code: 'throttled' });
  };
  return {
    ...options,
    yard: {
      ...yard,
      launchGeneration: (order) => later(yard.launchGeneration(order)),
      launchBlock: (order) => later(yard.launchBlock(order)),
    },
  };
};

/** A token for each effect and process: after a restart the same effect has another one. */
export const tokensOfTheProcess: Engine = (options) => {
  const startedAtMs = options.clock.monotonicMs();
  return { ...options, tokenOf: (rollout, key) => asToken(`${rollout}.${key}.${startedAtMs}`) };
};

/** Deadlines by the clock on the wall, which may be set. */
export const wallClock: Engine = (options) => ({
  ...options,
  clock: { ...options.clock, monotonicMs: options.clock.now },
});

/** What is going to be sent is written down beside it and not before. */
export const recordedAfter: Engine = (options) =>
  withRecords(options, (record, clock) => ({
    ...record,
    append: (...entries) => {
      if (entries.every(({ type }) => type !== 'intended')) return record.append(...entries);
      void clock.delay(50).then(() => record.append(...entries));
      return notWritten(entries);
    },
  }));

/** Records stay without an end. */
export const endsUnrecorded: Engine = (options) =>
  withRecords(options, (record) => ({
    ...record,
    append: (...entries) =>
      entries.some(({ type }) => type === 'ended')
        ? notWritten(entries)
        : record.append(...entries),
  }));

function notWritten(entries: readonly JournalEntry[]): ReturnType<RolloutRecord['append']> {
  return Promise.resolve(succeed(entries.map((entry) => ({ seq: 1, atMs: 0, entry }))));
}

function withRecords(
  options: RolloutsOptions,
  changed: (record: RolloutRecord, clock: Clock) => RolloutRecord,
): RolloutsOptions {
  const { journal, clock } = options;
  return {
    ...options,
    journal: {
      ...journal,
      begin: async (...entries) => {
        const made = await journal.begin(...entries);
        return made.ok ? succeed(changed(made.value, clock)) : made;
      },
      reopen: async (rollout) => {
        const found = await journal.reopen(rollout);
        return found.ok && found.value !== null ? succeed(changed(found.value, clock)) : found;
      },
    },
  };
}
