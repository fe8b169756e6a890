import { describe, expect, it } from 'vitest';
import type { FolderImage } from '../../../src-shared/image.ts';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import { simImages } from '../../yards/sim/sim-yard.ts';
import type { HostContext } from '../host-context.ts';
import type { StoredImage } from '../images/image-store.ts';
import { emptyState } from '../state-schema.ts';
import { createObserve } from './observe.ts';

function scene() {
  const clock = createVirtualClock();
  const reading: ((images: readonly FolderImage[]) => void)[] = [];
  const host = {
    clock,
    store: { get: () => emptyState, notSavedBecause: () => null },
    notes: { all: () => [] },
    images: {
      list: () =>
        new Promise<readonly StoredImage[]>((resolve) => {
          reading.push((images) => resolve(images.map((image) => ({ kind: 'whole', image }))));
        }),
    },
  };
  // Only what a yard without fleets asks for.
  const seen = createObserve(host as unknown as HostContext, () => false);
  const pass = (ms: number): void => {
    clock.at(clock.monotonicMs() + ms, () => undefined);
    clock.step(Infinity);
  };
  const versions = async (): Promise<string[]> =>
    (await seen.observe()).images.map((image) => image.version);
  return { ...seen, reading, pass, versions };
}

const [v1, v2] = simImages;

describe('the images of a look', () => {
  it('are read before the first answer, and beside the later ones', async () => {
    const { reading, pass, versions } = scene();
    const both = [versions(), versions()];
    expect(reading.length).toBe(1);
    reading[0]?.(v1 === undefined ? [] : [v1]);
    expect(await Promise.all(both)).toEqual([['v1'], ['v1']]);
    pass(4999);
    expect(await versions()).toEqual(['v1']);
    expect(reading.length).toBe(1);
    pass(1);
    expect(await versions()).toEqual(['v1']);
    expect(reading.length).toBe(2);
    reading[1]?.([]);
    await expect.poll(versions).toEqual([]);
  });

  it('show an import at once, also when an older reading ends after it', async () => {
    const { reading, pass, versions, imagesChanged } = scene();
    const first = versions();
    reading[0]?.(v1 === undefined ? [] : [v1]);
    await first;
    pass(5000);
    await versions();
    const told = imagesChanged();
    reading[2]?.(v1 === undefined || v2 === undefined ? [] : [v1, v2]);
    await told;
    reading[1]?.([]);
    await expect.poll(versions).toEqual(['v1', 'v2']);
  });
});
