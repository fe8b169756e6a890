import { describe, expect, it, vi } from 'vitest';
import { asYardId } from '../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import { fail } from '../../src-shared/result.ts';
import { createFakeBridge, type Answers } from '../bridge/fake-bridge.ts';
import { galleryNowMs, storefront } from '../gallery/fixtures.ts';
import { releaseProgress, releasing, type ReleaseWish } from '../gallery/release-fixtures.ts';
import { assumedLimitMs, createActs } from './acts.ts';
import { createPanelStore } from './panel-store.ts';
import { twicePressedMs } from './tell-release.ts';
import { createViewStore } from './view-store.ts';

const hold = { kind: 'hold' } as const;
const resume = { kind: 'resume' } as const;
const abort = { kind: 'abort' } as const;
const pass = (place: number) => ({ kind: 'pass', place }) as const;
const waits: ReleaseWish = { now: 2, title: 'v002 is ready', offers: [pass(1), hold, abort] };
const { rollout } = releaseProgress(waits);

function bench(answers: Answers = {}, snapshot: PanelSnapshot = releasing(waits)) {
  const fake = createFakeBridge(snapshot, answers);
  const [panel, view] = [createPanelStore(), createViewStore()];
  panel.load(snapshot);
  const timers: { readonly ms: number; readonly run: () => void; isOn: boolean }[] = [];
  const { acts } = createActs({
    ...{ bridge: fake.bridge, panel, view, clock: { nowMs: () => galleryNowMs } },
    timers: {
      after: (ms, run) => {
        const timer = { ms, run, isOn: true };
        timers.push(timer);
        return () => {
          timer.isOn = false;
        };
      },
    },
  });
  const tell = (change: Parameters<typeof acts.control>[2]): void => {
    acts.control(storefront, rollout, change);
  };
  const elapse = (ms: number): void => {
    for (const timer of timers) if (timer.isOn && timer.ms <= ms) timer.run();
  };
  const show = (wish: ReleaseWish): void => {
    const { progress, fleets } = releasing(wish);
    panel.load({ ...snapshot, progress, fleets });
  };
  return { tell, fake, panel, view, show, after: elapse, snapshot };
}

describe('what is said to a release', () => {
  it('is sent with the rollout that is on screen, and once until it is acted on', () => {
    const { tell, fake, view } = bench();
    tell(pass(1));
    tell(pass(1));
    expect(fake.asked).toEqual([
      {
        name: 'rollout.control',
        input: { yard: 'local', fleet: storefront, rollout, change: pass(1) },
      },
    ]);
    expect(view.getState().told).toMatchObject({ rollout, change: pass(1) });
    tell(hold);
    tell(hold);
    expect(fake.asked).toHaveLength(2);
  });

  it('is done when the release does not offer it any more', () => {
    const { tell, view, show } = bench();
    tell(hold);
    show({ ...waits, because: 'something else was told' });
    expect(view.getState().told).not.toBeNull();
    show({ ...waits, offers: [resume, abort], controls: { isHeld: true } });
    expect(view.getState().told).toBeNull();
  });

  it('lets another thing be said at once, and falls back after the limit', () => {
    const { tell, fake, view, after } = bench();
    tell(hold);
    tell(abort);
    expect(fake.asked).toHaveLength(2);
    after(assumedLimitMs);
    expect(view.getState().told).toBeNull();
    tell(abort);
    expect(fake.asked).toHaveLength(3);
  });

  it('takes a second press right after the share was moved for the press before', () => {
    const { tell, fake, show, after } = bench();
    tell(pass(1));
    show({ ...waits, offers: [pass(2), hold] });
    tell(pass(2));
    expect(fake.asked).toHaveLength(1);
    after(twicePressedMs);
    tell(pass(2));
    expect(fake.asked).toHaveLength(2);
  });

  it('says why it was refused, and can be pressed again at once', async () => {
    const fault = { code: 'conflict', message: 'It has ended meanwhile.' } as const;
    const { tell, fake, view } = bench({ 'rollout.control': () => fail(fault) });
    tell(pass(1));
    await vi.waitFor(() => {
      expect(view.getState()).toMatchObject({ told: null, fault });
    });
    tell(pass(1));
    expect(fake.asked).toHaveLength(2);
    expect(view.getState().fault).toBeNull();
  });

  it('lets a late refusal end its own press only', async () => {
    let refuse: (result: ReturnType<typeof fail>) => void = () => undefined;
    const { tell, view } = bench({
      'rollout.control': ({ change }) =>
        change.kind === 'hold'
          ? new Promise((resolve) => (refuse = resolve))
          : new Promise(() => undefined),
    });
    tell(hold);
    tell(abort);
    refuse(fail({ code: 'unreachable', message: 'No answer.' }));
    await vi.waitFor(() => {
      expect(view.getState().fault).not.toBeNull();
    });
    expect(view.getState().told).toMatchObject({ change: abort });
  });

  it('means nothing in another yard', () => {
    const { tell, view, panel, snapshot } = bench();
    tell(hold);
    panel.load({ ...snapshot, yard: asYardId('aws-1') });
    expect(view.getState().told).toBeNull();
  });

  it('is done for a release of another panel when the yard keeps it', () => {
    const other = { ...releasing(waits), progress: [] };
    const { tell, view, panel } = bench({}, other);
    tell(hold);
    panel.load({ ...other, observedAtMs: 1 });
    expect(view.getState().told).not.toBeNull();
    const { fleets } = releasing({ ...waits, controls: { isHeld: true } });
    panel.load({ ...other, fleets });
    expect(view.getState().told).toBeNull();
  });
});
