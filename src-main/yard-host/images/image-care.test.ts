import { expect, test } from 'vitest';
import { asImageId, type ImageId } from '../../../src-shared/ids.ts';
import type { FolderImage } from '../../../src-shared/image.ts';
import { FaultError, type Fault } from '../../../src-shared/result.ts';
import { simImages } from '../../yards/sim/sim-yard.ts';
import { createImageCare } from './image-care.ts';

const id = asImageId(`sha256:${'1'.repeat(64)}`);
const other = asImageId(`sha256:${'2'.repeat(64)}`);
const fault = (code: Fault['code'], message: string): FaultError =>
  new FaultError({ code, message });

/** A store of one's own making, and a clock that stands until it is moved. */
function scene() {
  let nowMs = 0;
  let waiting: (() => void)[] = [];
  let changes = 0;
  let signs = 'as it was';
  const verified: ImageId[] = [];
  const answer: Record<'get' | 'verify', () => Promise<FolderImage>> = {
    get: () => Promise.resolve(simImages[0] as FolderImage),
    verify: () => Promise.resolve(simImages[0] as FolderImage),
  };
  const care = createImageCare({
    clock: {
      monotonicMs: () => nowMs,
      delay: (_ms, signal) =>
        new Promise((resolve) => {
          waiting.push(resolve);
          signal?.addEventListener('abort', () => resolve());
        }),
    },
    images: {
      get: () => answer.get(),
      verify: (image) => {
        verified.push(image);
        return answer.verify();
      },
      signs: () => Promise.resolve(signs),
    },
    onChange: () => {
      changes += 1;
    },
  });
  return {
    ...care,
    answer,
    verified,
    changes: () => changes,
    sign: (text: string) => {
      signs = text;
    },
    pass: (ms: number) => {
      nowMs += ms;
      for (const wake of waiting.splice(0)) wake();
      waiting = [];
    },
  };
}

test('Nothing is held against an image that is there, and what is gone is said with the next look', async () => {
  const { look, troubleOf, answer, pass } = scene();
  await look([id]);
  expect(troubleOf(id)).toBeUndefined();
  answer.get = () => Promise.reject(fault('not-found', 'The yard has no image.'));
  pass(1000);
  await look([id]);
  expect(troubleOf(id)).toEqual({ kind: 'gone', text: 'The yard has no image.' });
  // Brought in again, it is as good as before; and what no generation has is forgotten.
  answer.get = () => Promise.resolve(simImages[0] as FolderImage);
  pass(1000);
  await look([id]);
  expect(troubleOf(id)).toBeUndefined();
  answer.get = () => Promise.reject(fault('not-found', 'The yard has no image.'));
  pass(1000);
  await look([id]);
  pass(1000);
  await look([other]);
  expect(troubleOf(id)).toBeUndefined();
});

test('A sign of a change has it proved, and so has time; at first sight it was proved already', async () => {
  const { look, troubleOf, answer, verified, sign, pass } = scene();
  await look([id]);
  pass(1000);
  await look([id]);
  expect(verified).toEqual([]);
  sign('another one');
  answer.verify = () => Promise.reject(fault('damaged', 'The image shop 1 is damaged.'));
  pass(1000);
  await look([id]);
  expect(verified).toEqual([id]);
  expect(troubleOf(id)).toEqual({ kind: 'damaged', text: 'The image shop 1 is damaged.' });
  answer.verify = () => Promise.resolve(simImages[0] as FolderImage);
  pass(600_000);
  await look([id]);
  expect(verified).toEqual([id, id]);
  expect(troubleOf(id)).toBeUndefined();
});

test('That it could not be read proves nothing, either way', async () => {
  const { look, troubleOf, answer, pass } = scene();
  answer.get = () => Promise.reject(fault('refused', 'EMFILE'));
  await look([id]);
  expect(troubleOf(id)).toBeUndefined();
  answer.get = () => Promise.reject(fault('damaged', 'damaged'));
  pass(1000);
  await look([id]);
  answer.get = () => Promise.reject(fault('refused', 'EMFILE'));
  pass(1000);
  await look([id]);
  expect(troubleOf(id)?.kind).toBe('damaged');
});

test('Looks that follow each other closely ask the disk once', async () => {
  const { look, answer, pass } = scene();
  let asked = 0;
  answer.get = () => {
    asked += 1;
    return Promise.resolve(simImages[0] as FolderImage);
  };
  await look([id]);
  pass(499);
  await look([id]);
  expect(asked).toBe(1);
  pass(1);
  await look([id]);
  expect(asked).toBe(2);
});

test('A disk that hangs costs one look a moment, and what it says later is told', async () => {
  const { look, troubleOf, answer, changes, pass } = scene();
  let end: (error: Error) => void = () => undefined;
  answer.get = () =>
    new Promise<FolderImage>((_resolve, reject) => {
      end = reject;
    });
  const first = look([id]);
  await Promise.resolve();
  pass(25);
  await first;
  // The second one is not held up at all.
  await look([id]);
  expect(troubleOf(id)).toBeUndefined();
  end(fault('not-found', 'The yard has no image.'));
  await expect.poll(changes).toBe(1);
  expect(troubleOf(id)?.kind).toBe('gone');
});
