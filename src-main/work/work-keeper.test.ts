import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asBlockId, asGenerationId, type GenerationId } from '../../src-shared/ids.ts';
import type { HookReply, HookWord } from './hook.ts';
import { createWorkKeeper, type KeptBlock, type WorkKeeper } from './work-keeper.ts';

const v1 = asGenerationId('runners-v001');
const v2 = asGenerationId('runners-v002');

/** A worker that does as it is told, unless it is made to do otherwise. */
class Worker {
  readonly heard: string[] = [];
  taking = false;
  busy = 0;
  fails: string | null = null;
  /** Answers only when released. */
  hangs = false;
  readonly #waiting: (() => void)[] = [];
  readonly id: string;
  readonly #log: string[];

  constructor(id: string, log: string[]) {
    this.id = id;
    this.#log = log;
  }

  readonly hook = async (word: HookWord): Promise<HookReply> => {
    this.heard.push(word);
    if (word !== 'state') this.#log.push(`${this.id} ${word}`);
    if (this.hangs) await new Promise<void>((release) => this.#waiting.push(release));
    if (this.fails !== null) return { kind: 'failed', reason: this.fails };
    if (word !== 'state') this.taking = word === 'take';
    return {
      kind: 'done',
      answer: word === 'state' ? { taking: this.taking, busy: this.busy } : null,
    };
  };

  release(): void {
    this.hangs = false;
    for (const each of this.#waiting.splice(0)) each();
  }
}

describe('the keeper of work', () => {
  let keeper: WorkKeeper;
  let serving: GenerationId = v1;
  let revision = 1;
  let log: string[] = [];
  let troubles: string[] = [];
  const workers = new Map<string, Worker>();
  const blockOf = (generation: GenerationId, id: string): KeptBlock => {
    const worker = new Worker(id, log);
    workers.set(id, worker);
    return { id: asBlockId(id), generation, hook: worker.hook, intervalMs: 2000 };
  };
  const worker = (id: string): Worker => {
    const found = workers.get(id);
    if (found === undefined) throw new Error(`There is no ${id}.`);
    return found;
  };
  const view = (id: string) => keeper.view(asBlockId(id));
  const routeTo = (to: GenerationId): void => {
    serving = to;
    revision += 1;
    keeper.splitChanged();
  };
  const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

  beforeEach(async () => {
    vi.useFakeTimers();
    [serving, revision, log, troubles] = [v1, 1, [], []];
    keeper = createWorkKeeper({
      takesWork: (generation) => generation === serving,
      revision: () => revision,
      onChange: () => undefined,
      monotonicMs: () => Date.now(),
      onTrouble: (block, reason) => troubles.push(`${block}: ${reason}`),
    });
    for (const id of ['a1', 'a2']) keeper.addBlock(blockOf(v1, id));
    for (const id of ['b1', 'b2']) keeper.addBlock(blockOf(v2, id));
    await settle();
    log.length = 0;
  });
  afterEach(() => {
    keeper.close();
    vi.useRealTimers();
  });

  it('tells each block what the split says, and sees it', () => {
    expect(view('a1')).toEqual({ kind: 'seen', taking: true, busy: 0, revision: 1 });
    expect(view('b1')).toEqual({ kind: 'seen', taking: false, busy: 0, revision: 1 });
    expect([keeper.wasSeenTaking(v1), keeper.wasSeenTaking(v2)]).toEqual([true, false]);
  });

  it('lets the new ones take before the old ones stop', async () => {
    routeTo(v2);
    await settle();
    expect(log).toEqual(['b1 take', 'b2 take', 'a1 stop', 'a2 stop']);
    expect(view('a2')).toEqual({ kind: 'seen', taking: false, busy: 0, revision: 2 });
  });

  it('stops the old ones after a moment whatever keeps the new ones: a revert waits for nothing', async () => {
    worker('b1').hangs = true;
    routeTo(v2);
    await settle(900);
    expect(log).toEqual(['b1 take', 'b2 take']);
    await settle(200);
    expect(log).toEqual(['b1 take', 'b2 take', 'a1 stop', 'a2 stop']);
  });

  it('asks an old block no round of its own while the new ones have not answered: it would be told to stop', async () => {
    keeper.addBlock({ ...blockOf(v1, 'a3'), intervalMs: 200 });
    await settle();
    log.length = 0;
    for (const id of ['b1', 'b2']) worker(id).hangs = true;
    routeTo(v2);
    await settle(700);
    expect(log).toEqual(['b1 take', 'b2 take']);
    for (const id of ['b1', 'b2']) worker(id).release();
    await settle();
    expect(log.slice(2).sort()).toEqual(['a1 stop', 'a2 stop', 'a3 stop']);
  });

  it('says one thing at a time to a block: a stop under way never ends after the take that follows', async () => {
    routeTo(v2);
    worker('a1').hangs = true;
    await settle();
    routeTo(v1);
    await settle();
    expect(worker('a1').heard.at(-1)).toBe('stop');
    expect(view('a1')).toMatchObject({ revision: 1 });
    worker('a1').release();
    await settle();
    expect(worker('a1').heard.slice(-2)).toEqual(['take', 'state']);
    expect(view('a1')).toEqual({ kind: 'seen', taking: true, busy: 0, revision: 3 });
  });

  it('calls a block whose hook fails unknown, tells it once, and goes on telling the block', async () => {
    worker('a1').fails = '/jobs/stop answered 500.';
    routeTo(v2);
    await settle(3000);
    expect(view('a1')).toEqual({ kind: 'unknown', reason: '/jobs/stop answered 500.' });
    expect(troubles).toEqual(['a1: /jobs/stop answered 500.']);
    worker('a1').fails = null;
    await settle(2500);
    expect(view('a1')).toEqual({ kind: 'seen', taking: false, busy: 0, revision: 2 });
  });

  it('takes the silence of a block that starts for no trouble, until it has had the time for a start', async () => {
    const starts = blockOf(v1, 'c1');
    const never = blockOf(v1, 'c2');
    for (const id of ['c1', 'c2']) worker(id).fails = 'It refuses the connection.';
    for (const block of [starts, never]) keeper.addBlock(block);
    await settle(4000);
    expect(view('c1')).toEqual({ kind: 'unknown', reason: 'It refuses the connection.' });
    expect(troubles).toEqual([]);
    worker('c1').fails = null;
    await settle(8000);
    expect(view('c1')).toMatchObject({ kind: 'seen', taking: true });
    expect(troubles).toEqual(['c2: It refuses the connection.']);
    // It has answered: what fails now is no start any more.
    worker('c1').fails = '/jobs answered 500.';
    await settle(8000);
    expect(troubles).toEqual(['c2: It refuses the connection.', 'c1: /jobs answered 500.']);
  });

  it('tells a block again that was restarted from within', async () => {
    worker('a1').taking = false;
    await settle(2400);
    expect(log).toContain('a1 take');
    expect(view('a1')).toMatchObject({ taking: true });
  });

  it('drains until nothing is in hand, and never calls a block idle that cannot be asked', async () => {
    worker('a1').busy = 2;
    worker('a2').fails = 'gone';
    const ends: unknown[] = [];
    for (const id of ['a1', 'a2'])
      void keeper.drain(asBlockId(id), 5000).then((end) => ends.push([id, end]));
    await settle(1000);
    expect(ends).toEqual([]);
    worker('a1').busy = 0;
    await settle(2000);
    expect(ends).toEqual([['a1', { isIdle: true, busy: 0 }]]);
    await settle(2100);
    expect(ends[1]).toEqual(['a2', { isIdle: false, busy: null }]);
  });

  describe('that tells by orders only', () => {
    let may = false;
    beforeEach(async () => {
      keeper.close();
      may = false;
      keeper = createWorkKeeper({
        takesWork: (generation) => generation === serving,
        revision: () => revision,
        onChange: () => undefined,
        onTrouble: () => undefined,
        monotonicMs: () => Date.now(),
        mayTell: () => Promise.resolve(may),
      });
      for (const id of ['a1', 'a2']) keeper.addBlock(blockOf(v1, id));
      keeper.addBlock(blockOf(v2, 'b1'));
      await settle();
    });

    it('asks whoever it meets, says what differs, and tells it only when it may', async () => {
      expect(log).toEqual([]);
      expect(view('a1')).toEqual({ kind: 'seen', taking: false, busy: 0, revision: 1 });
      expect(keeper.wasSeenTaking(v1)).toBe(false);
      may = true;
      void keeper.lookAgain();
      await settle();
      expect(log).toEqual(['a1 take', 'a2 take']);
      expect(view('a1')).toEqual({ kind: 'seen', taking: true, busy: 0, revision: 1 });
    });

    it('tells all of them by an order, whether or not it may otherwise', async () => {
      for (const id of ['a1', 'a2']) worker(id).taking = true;
      await keeper.lookAgain();
      routeTo(v2);
      await settle();
      expect(log).toEqual(['b1 take', 'a1 stop', 'a2 stop']);
      // Restarted from within after that: it is somebody's to decide again.
      worker('b1').taking = false;
      void keeper.lookAgain();
      await settle(5000);
      expect(log).toHaveLength(3);
      expect(view('b1')).toMatchObject({ taking: false, revision: 2 });
    });

    it('tells nobody by a permission that comes after another order', async () => {
      keeper.close();
      let allow: (value: boolean) => void = () => undefined;
      keeper = createWorkKeeper({
        takesWork: (generation) => generation === serving,
        revision: () => revision,
        onChange: () => undefined,
        onTrouble: () => undefined,
        monotonicMs: () => Date.now(),
        mayTell: () => new Promise((resolve) => (allow = resolve)),
      });
      keeper.addBlock(blockOf(v1, 'a4'));
      await settle();
      routeTo(v2);
      allow(true);
      await settle();
      expect(worker('a4').heard).not.toContain('take');
    });
  });

  it('asks nothing of a block without a hook and says so', () => {
    keeper.addBlock({ id: asBlockId('c1'), generation: v1, hook: null, intervalMs: 2000 });
    expect(view('c1')).toMatchObject({ kind: 'unknown' });
  });
});
