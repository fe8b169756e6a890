/**
 * Keeps the blocks of a fleet without an entry told whether to take work, by the split, and watches what they
 * say of it. The split alone decides: whatever a block was told is told again until it is seen.
 *
 * - A block is asked one thing at a time, so a "take" can never overtake the "stop" that was sent before it.
 * - Who takes comes before who stops, so that work never stands still; but only for so long, because a revert
 *   waits for nothing, and least of all for the hooks of whom it leads to.
 * - A block whose hook fails is unknown, never idle.
 */
import type { BlockId, GenerationId } from '../../src-shared/ids.ts';
import type { BlockWork, WorkAnswer } from '../../src-shared/work-schema.ts';
import type { Hook } from './hook.ts';

export interface KeptBlock {
  readonly id: BlockId;
  readonly generation: GenerationId;
  /** Null: its recipe declares none. */
  readonly hook: Hook | null;
  /** Between two questions when nothing is expected to change. */
  readonly intervalMs: number;
}

export interface WorkDrain {
  /** It was seen not to take work and to have none in hand, or its process ended. */
  readonly isIdle: boolean;
  /** What it had in hand at the end; null: not known. */
  readonly busy: number | null;
}

export interface WorkKeeperOptions {
  /** By the split in force. */
  readonly takesWork: (generation: GenerationId) => boolean;
  readonly revision: () => number;
  readonly onChange: () => void;
  readonly monotonicMs: () => number;
  /** Its hook has failed some times in a row, and not for want of a start; told once, until it works again. */
  readonly onTrouble: (block: BlockId, reason: string) => void;
  /**
   * Where blocks are told by an order and not by whoever looks at them: a block is asked first what it does, and one
   * that does otherwise is told only when the answer is yes. Absent: each block is told as soon as it is known.
   */
  readonly mayTell?: (block: BlockId) => Promise<boolean>;
}

export interface WorkKeeper {
  /** Again for one that is known: it is another process, which was told nothing yet. */
  readonly addBlock: (block: KeptBlock) => void;
  readonly removeBlock: (id: BlockId) => void;
  readonly markExited: (id: BlockId) => void;
  readonly splitChanged: () => void;
  /** Asks all of them once more; resolves when each has answered or failed. */
  readonly lookAgain: () => Promise<void>;
  readonly view: (id: BlockId) => BlockWork | undefined;
  /** When the question was asked that it answered last, monotonic milliseconds; undefined before the first answer. */
  readonly answeredAtMs: (id: BlockId) => number | undefined;
  /** A block of it was seen taking work since the split changed. */
  readonly wasSeenTaking: (generation: GenerationId) => boolean;
  /** Stops it and waits until it has nothing in hand. */
  readonly drain: (id: BlockId, timeoutMs: number) => Promise<WorkDrain>;
  /** It stays: it is told again what the split says, and its drain ends without it being idle. */
  readonly undrain: (id: BlockId) => void;
  readonly close: () => void;
}

/** So long those that stop wait for those that take. */
const handoverMs = 1000;
const eagerMs = 100;
const failuresTold = 3;
/** A process that has never answered may still be starting: the hook of none answers before it listens. */
const startGraceMs = 10_000;

interface Watched {
  readonly block: KeptBlock;
  work: BlockWork;
  /** When the question was asked that it answered last, monotonic. */
  answeredAtMs: number | undefined;
  told: boolean | null;
  /** Changes of the split and its own end, counted: by each it is told without being asked first. */
  orders: number;
  /** The last of them that it was told by: a newer one may come while it is told. */
  obeyed: number;
  failures: number;
  /** Monotonic; until then silence is no trouble. Its first answer ends it. */
  startsUntilMs: number;
  isToldOf: boolean;
  /** Rounds since something was expected to change: each one waits longer. */
  rounds: number;
  isRunning: boolean;
  isDue: boolean;
  isGone: boolean;
  isDraining: boolean;
  timer: NodeJS.Timeout | undefined;
  /** Told at the end of a round that left nothing to do at once. */
  afterRound: (() => void)[];
  onIdle: ((end: WorkDrain) => void) | null;
}

export function createWorkKeeper(options: WorkKeeperOptions): WorkKeeper {
  const watched = new Map<BlockId, Watched>();
  const seenTaking = new Map<GenerationId, number>();
  /** While those that take are told: the others are left as they are. */
  let holds: object | null = null;

  const wants = (one: Watched): boolean => {
    if (one.isDraining) return false;
    if (options.takesWork(one.block.generation)) return true;
    return holds !== null && one.told === true;
  };

  const become = (one: Watched, work: BlockWork): void => {
    const isNews = JSON.stringify(one.work) !== JSON.stringify(work);
    one.work = work;
    if (isNews) options.onChange();
  };

  /** Tells it what it was not told yet, and asks what it does. */
  const ask = async (one: Watched, hook: Hook, wanted: boolean): Promise<void> => {
    const revision = options.revision();
    const { orders } = one;
    const isFirstAsked = options.mayTell !== undefined && orders === one.obeyed;
    if (one.told !== wanted) {
      if (isFirstAsked && !(await differs(one, hook, wanted, revision))) return;
      const tell = await hook(wanted ? 'take' : 'stop');
      if (isGone(one)) return;
      if (tell.kind === 'failed') {
        failed(one, tell.reason);
        return;
      }
      one.told = wanted;
    }
    one.obeyed = orders;
    const answer = await stateOf(one, hook);
    if (answer !== null) seen(one, answer, wanted, revision);
  };

  /** Whether it does otherwise, and may be told so. */
  const differs = async (
    one: Watched,
    hook: Hook,
    wanted: boolean,
    revision: number,
  ): Promise<boolean> => {
    const answer = await stateOf(one, hook);
    if (answer === null) return false;
    seen(one, answer, wanted, revision);
    if (answer.taking === wanted) {
      one.told = wanted;
      return false;
    }
    const may = await options.mayTell?.(one.block.id);
    // An order may have come meanwhile: the next turn of the round obeys it.
    return may === true && !isGone(one) && !one.isDue && wants(one) === wanted;
  };

  const stateOf = async (one: Watched, hook: Hook): Promise<WorkAnswer | null> => {
    const askedAtMs = options.monotonicMs();
    const reply = await hook('state');
    if (isGone(one)) return null;
    if (reply.kind === 'done' && reply.answer !== null) {
      one.answeredAtMs = askedAtMs;
      return reply.answer;
    }
    failed(one, reply.kind === 'failed' ? reply.reason : 'It did not say what it does.');
    return null;
  };

  const seen = (
    one: Watched,
    { taking, busy }: WorkAnswer,
    wanted: boolean,
    revision: number,
  ): void => {
    one.failures = 0;
    one.isToldOf = false;
    one.startsUntilMs = -Infinity;
    // It was restarted from within, or did not mean it: it is told again.
    if (taking !== wanted) one.told = null;
    if (taking) seenTaking.set(one.block.generation, revision);
    become(one, { kind: 'seen', taking, busy, revision });
    if (!wanted && !taking && busy === 0) settleDrain(one, { isIdle: true, busy: 0 });
  };

  const failed = (one: Watched, reason: string): void => {
    // Nobody knows what it was told: the next round begins from nothing.
    one.told = null;
    one.failures += 1;
    if (one.isGone) return;
    become(one, { kind: 'unknown', reason });
    if (one.isToldOf || one.failures < failuresTold) return;
    if (options.monotonicMs() < one.startsUntilMs) return;
    one.isToldOf = true;
    options.onTrouble(one.block.id, reason);
  };

  const isGone = (one: Watched): boolean => one.isGone;

  const round = async (one: Watched): Promise<void> => {
    const { hook, intervalMs } = one.block;
    if (one.isGone || hook === null) {
      finishRound(one);
      return;
    }
    one.isDue = true;
    if (one.isRunning) return;
    one.isRunning = true;
    clearTimeout(one.timer);
    let wanted = wants(one);
    while (one.isDue && !isGone(one)) {
      one.isDue = false;
      wanted = wants(one);
      await ask(one, hook, wanted);
    }
    one.isRunning = false;
    finishRound(one);
    if (isGone(one)) return;
    const isSettled =
      one.work.kind === 'seen' && one.work.taking === wanted && (wanted || one.work.busy === 0);
    one.rounds = isSettled ? one.rounds : one.rounds + 1;
    const delayMs = isSettled ? intervalMs : Math.min(intervalMs, eagerMs * 2 ** one.rounds);
    one.timer = setTimeout(() => void round(one), delayMs);
    one.timer.unref();
  };

  const finishRound = (one: Watched): void => {
    for (const done of one.afterRound.splice(0)) done();
  };

  /** Resolves at the end of a round that began with this call or later. */
  const soon = (one: Watched): Promise<void> => {
    one.rounds = 0;
    return once(one);
  };

  const once = (one: Watched): Promise<void> =>
    new Promise((resolve) => {
      one.afterRound.push(resolve);
      void round(one);
    });

  const settleDrain = (one: Watched, end: WorkDrain): void => {
    const tell = one.onIdle;
    one.onIdle = null;
    tell?.(end);
  };

  const forget = (one: Watched): void => {
    one.isGone = true;
    clearTimeout(one.timer);
    settleDrain(one, { isIdle: true, busy: 0 });
    finishRound(one);
  };

  return {
    addBlock: (block) => {
      const before = watched.get(block.id);
      if (before !== undefined) forget(before);
      const reason =
        block.hook === null
          ? 'No hook is declared for it: it cannot be told to take or to stop taking work.'
          : 'It was not asked yet.';
      const one: Watched = {
        block,
        work: { kind: 'unknown', reason },
        answeredAtMs: undefined,
        ...{ told: null, failures: 0, rounds: 0, timer: undefined, afterRound: [], onIdle: null },
        ...{ isRunning: false, isDue: false, isGone: false, isDraining: false, isToldOf: false },
        ...{ orders: 0, obeyed: 0 },
        startsUntilMs: options.monotonicMs() + startGraceMs,
      };
      watched.set(block.id, one);
      void round(one);
    },
    removeBlock: (id) => {
      const one = watched.get(id);
      if (one !== undefined) forget(one);
      watched.delete(id);
    },
    markExited: (id) => {
      const one = watched.get(id);
      if (one !== undefined) forget(one);
    },
    splitChanged: () => {
      const own = {};
      holds = own;
      const all = [...watched.values()];
      for (const one of all) one.orders += 1;
      const taking = all.filter(({ block }) => options.takesWork(block.generation));
      const goOn = (): void => {
        clearTimeout(limit);
        if (holds !== own) return;
        holds = null;
        for (const one of all) {
          if (taking.includes(one)) continue;
          // A round of its own may have found nothing to say while it was left as it is.
          one.orders += 1;
          void soon(one);
        }
      };
      const limit = setTimeout(goOn, handoverMs);
      limit.unref();
      void Promise.all(taking.map(soon)).then(goOn);
    },
    lookAgain: async () => {
      await Promise.all([...watched.values()].map(once));
    },
    view: (id) => {
      const one = watched.get(id);
      return one === undefined || one.isGone ? undefined : one.work;
    },
    answeredAtMs: (id) => watched.get(id)?.answeredAtMs,
    wasSeenTaking: (generation) => seenTaking.get(generation) === options.revision(),
    drain: (id, timeoutMs) => {
      const one = watched.get(id);
      if (one === undefined || one.isGone) return Promise.resolve({ isIdle: true, busy: 0 });
      one.isDraining = true;
      one.orders += 1;
      return new Promise((resolve) => {
        const limit = setTimeout(() => {
          const busy = one.work.kind === 'seen' ? one.work.busy : null;
          settleDrain(one, { isIdle: false, busy });
        }, timeoutMs);
        one.onIdle = (end) => {
          clearTimeout(limit);
          resolve(end);
        };
        void soon(one);
      });
    },
    undrain: (id) => {
      const one = watched.get(id);
      if (one === undefined || !one.isDraining) return;
      one.isDraining = false;
      one.orders += 1;
      settleDrain(one, { isIdle: false, busy: null });
      void soon(one);
    },
    close: () => {
      holds = null;
      for (const one of watched.values()) forget(one);
      watched.clear();
    },
  };
}
