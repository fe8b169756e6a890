/**
 * Keeps the blocks of a fleet without an entry told whether to take work, by the split, and watches what they
 * say of it. The split alone decides: whatever a block was told is told again until it is seen.
 *
 * - A block is asked one thing at a time, so a "take" can never overtake the "stop" that was sent before it.
 * - Who takes comes before who stops, so that work never stands still; but only for so long, because a revert
 *   waits for nothing, and least of all for the hooks of whom it leads to.
 * - A block whose hook fails is unknown, never idle.
 */
import type { BlockId, GenerationId } from '../../../src-shared/ids.ts';
import type { BlockWork } from '../../../src-shared/work-schema.ts';
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
  /** Its hook has failed some times in a row; told once, until it works again. */
  readonly onTrouble: (block: BlockId, reason: string) => void;
}

export interface WorkKeeper {
  /** Again for one that is known: it is another process, which was told nothing yet. */
  readonly addBlock: (block: KeptBlock) => void;
  readonly removeBlock: (id: BlockId) => void;
  readonly markExited: (id: BlockId) => void;
  readonly splitChanged: () => void;
  readonly view: (id: BlockId) => BlockWork | undefined;
  /** A block of it was seen taking work since the split changed. */
  readonly wasSeenTaking: (generation: GenerationId) => boolean;
  /** Stops it and waits until it has nothing in hand. */
  readonly drain: (id: BlockId, timeoutMs: number) => Promise<WorkDrain>;
  readonly close: () => void;
}

/** So long those that stop wait for those that take. */
const handoverMs = 1000;
const eagerMs = 100;
const failuresTold = 3;

interface Watched {
  readonly block: KeptBlock;
  work: BlockWork;
  told: boolean | null;
  failures: number;
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
    const tell = one.told === wanted ? null : await hook(wanted ? 'take' : 'stop');
    if (isGone(one)) return;
    if (tell?.kind === 'failed') {
      failed(one, tell.reason);
      return;
    }
    one.told = wanted;
    const reply = await hook('state');
    if (isGone(one)) return;
    if (reply.kind === 'failed' || reply.answer === null) {
      failed(one, reply.kind === 'failed' ? reply.reason : 'It did not say what it does.');
      return;
    }
    const { taking, busy } = reply.answer;
    one.failures = 0;
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
    if (one.failures === failuresTold) options.onTrouble(one.block.id, reason);
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
  const soon = (one: Watched): Promise<void> =>
    new Promise((resolve) => {
      one.rounds = 0;
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
          ? 'Its recipe declares no hook: it cannot be told to take or to stop taking work.'
          : 'It was not asked yet.';
      const one: Watched = {
        block,
        work: { kind: 'unknown', reason },
        ...{ told: null, failures: 0, rounds: 0, timer: undefined, afterRound: [], onIdle: null },
        ...{ isRunning: false, isDue: false, isGone: false, isDraining: false },
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
      const taking = all.filter(({ block }) => options.takesWork(block.generation));
      const goOn = (): void => {
        clearTimeout(limit);
        if (holds !== own) return;
        holds = null;
        for (const one of all) if (!taking.includes(one)) void soon(one);
      };
      const limit = setTimeout(goOn, handoverMs);
      limit.unref();
      void Promise.all(taking.map(soon)).then(goOn);
    },
    view: (id) => {
      const one = watched.get(id);
      return one === undefined || one.isGone ? undefined : one.work;
    },
    wasSeenTaking: (generation) => seenTaking.get(generation) === options.revision(),
    drain: (id, timeoutMs) => {
      const one = watched.get(id);
      if (one === undefined || one.isGone) return Promise.resolve({ isIdle: true, busy: 0 });
      one.isDraining = true;
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
    close: () => {
      holds = null;
      for (const one of watched.values()) forget(one);
      watched.clear();
    },
  };
}
