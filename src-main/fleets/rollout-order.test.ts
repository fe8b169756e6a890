import { describe, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asFleetId, asRolloutId } from '../../src-shared/ids.ts';
import type { Outcome, Progress } from '../../src-shared/panel.ts';
import { createRolloutOrder } from './rollout-order.ts';

const intents = {
  revert: { kind: 'revert', to: v1, from: v2 },
  'cut-over': { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 },
} as const;

const about = (kind: keyof typeof intents, rollout: string) => ({
  fleet: asFleetId('storefront'),
  rollout: asRolloutId(rollout),
  intent: intents[kind],
});
const running = (kind: keyof typeof intents, rollout: string): Progress => ({
  ...about(kind, rollout),
  ...{ value: 0.2, title: '', waitingBecause: null },
});
const ended = (kind: keyof typeof intents, rollout: string, how: Outcome['kind']): Outcome => ({
  ...about(kind, rollout),
  ...{ atMs: 1, kind: how, text: '', firstResponseMs: null },
});

describe('the order of rollouts', () => {
  it('lets the last one speak, and the revert of those that are first told together', () => {
    const { newestFirst } = createRolloutOrder();
    const [cut, revert, later] = [
      running('cut-over', 'a'),
      running('revert', 'b'),
      running('cut-over', 'c'),
    ];
    expect(newestFirst([revert, cut])).toEqual([revert, cut]);
    expect(newestFirst([cut, revert, later])).toEqual([later, revert, cut]);
  });

  it('takes the end of what a revert found running for old news', () => {
    const { newestFirst, isOldNews } = createRolloutOrder();
    newestFirst([running('cut-over', 'a')]);
    newestFirst([running('cut-over', 'a'), running('revert', 'b')]);
    expect(isOldNews(ended('revert', 'b', 'verified'))).toBe(false);
    expect(isOldNews(ended('cut-over', 'a', 'overtaken'))).toBe(true);
  });

  it('also when it was taken off the progress before the revert was told of, and ends late', () => {
    const { newestFirst, isOldNews } = createRolloutOrder();
    newestFirst([running('cut-over', 'a')]);
    newestFirst([]);
    newestFirst([running('revert', 'b')]);
    expect(isOldNews(ended('revert', 'b', 'verified'))).toBe(false);
    expect(isOldNews(ended('cut-over', 'a', 'overtaken'))).toBe(true);
    // What has ended before a revert was not found by it.
    newestFirst([running('cut-over', 'c')]);
    expect(isOldNews(ended('cut-over', 'c', 'overtaken'))).toBe(false);
    newestFirst([running('revert', 'd')]);
    expect(isOldNews(ended('cut-over', 'c', 'overtaken'))).toBe(false);
  });

  it('also when the revert was over before its progress was told', () => {
    const { newestFirst, isOldNews } = createRolloutOrder();
    newestFirst([running('cut-over', 'a')]);
    expect(isOldNews(ended('revert', 'b', 'verified'))).toBe(false);
    expect(isOldNews(ended('cut-over', 'a', 'overtaken'))).toBe(true);
  });

  it('tells of a press that was overtaken after an earlier revert', () => {
    const { newestFirst, isOldNews } = createRolloutOrder();
    newestFirst([running('revert', 'a')]);
    expect(isOldNews(ended('revert', 'a', 'verified'))).toBe(false);
    newestFirst([running('cut-over', 'b')]);
    expect(isOldNews(ended('cut-over', 'b', 'overtaken'))).toBe(false);
    newestFirst([running('revert', 'c')]);
    expect(isOldNews(ended('revert', 'c', 'overtaken'))).toBe(false);
  });
});
