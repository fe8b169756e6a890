import { describe, expect, it, vi } from 'vitest';
import { fail, succeed } from '../../src-shared/result.ts';
import { aFleet, aSnapshot } from '../gallery/fixtures.ts';
import { createPanelStore } from '../store/panel-store.ts';
import { createFakeBridge } from './fake-bridge.ts';
import { feedPanel, type Timers } from './panel-feed.ts';

const settings = (theme: 'dark' | 'light') =>
  ({ kind: 'settings', settings: { theme, onQuit: 'keep-yard' } }) as const;

function manualTimers(): Timers & { run: () => void; waits: number[] } {
  const waiting: (() => void)[] = [];
  const waits: number[] = [];
  return {
    waits,
    after: (ms, run) => {
      waits.push(ms);
      waiting.push(run);
      return () => undefined;
    },
    run: () => {
      waiting.splice(0).forEach((run) => {
        run();
      });
    },
  };
}

describe('feedPanel', () => {
  it('loads the snapshot and follows the deltas', async () => {
    const fake = createFakeBridge(aSnapshot([aFleet()]));
    const store = createPanelStore();
    const stop = feedPanel(fake.bridge, store, manualTimers());
    await vi.waitFor(() => {
      expect(store.getState().panel?.sequence).toBe(1);
    });
    fake.tell(settings('dark'));
    expect(store.getState().panel?.settings.theme).toBe('dark');
    stop();
    fake.tell(settings('light'));
    expect(store.getState().panel?.settings.theme).toBe('dark');
  });

  it('applies what was told while the snapshot was on its way', async () => {
    let answer: () => void = () => undefined;
    const first = aSnapshot([aFleet()]);
    const fake = createFakeBridge(first, {
      'panel.snapshot': () =>
        new Promise((resolve) => {
          answer = () => {
            resolve(succeed(first));
          };
        }),
    });
    const store = createPanelStore();
    feedPanel(fake.bridge, store, manualTimers());
    fake.tell(settings('dark'));
    fake.tell(settings('light'));
    answer();
    await vi.waitFor(() => {
      expect(store.getState().panel?.sequence).toBe(3);
    });
    expect(store.getState().panel?.settings.theme).toBe('light');
  });

  it('asks for a new snapshot when a delta is missing', async () => {
    const fake = createFakeBridge(aSnapshot([aFleet()]));
    const store = createPanelStore();
    feedPanel(fake.bridge, store, manualTimers());
    await vi.waitFor(() => {
      expect(store.getState().panel).not.toBeNull();
    });
    fake.lose(settings('dark'));
    fake.tell({ kind: 'versions', host: '9.9.9' });
    await vi.waitFor(() => {
      expect(store.getState().panel?.sequence).toBe(3);
    });
    expect(store.getState().panel?.settings.theme).toBe('dark');
    expect(fake.asked.map(({ name }) => name)).toEqual(['panel.snapshot', 'panel.snapshot']);
  });

  it('says why there is no snapshot, and tries again later and later', async () => {
    const timers = manualTimers();
    let isDown = true;
    const snapshot = aSnapshot([]);
    const fake = createFakeBridge(snapshot, {
      'panel.snapshot': () =>
        isDown ? fail({ code: 'unreachable', message: 'Nobody there.' }) : succeed(snapshot),
    });
    const store = createPanelStore();
    feedPanel(fake.bridge, store, timers);
    for (const tries of [1, 2, 3]) {
      await vi.waitFor(() => {
        expect(timers.waits).toHaveLength(tries);
      });
      if (tries < 3) timers.run();
    }
    expect(store.getState().fault?.message).toBe('Nobody there.');
    expect(timers.waits).toEqual([250, 500, 1000]);
    isDown = false;
    timers.run();
    await vi.waitFor(() => {
      expect(store.getState()).toMatchObject({ fault: null, panel: { sequence: 1 } });
    });
  });
});
