import { expect, it } from 'vitest';
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import { asImageId } from '../../../src-shared/ids.ts';
import { fail } from '../../../src-shared/result.ts';
import { createContentsJobs } from './contents-jobs.ts';

const order = { job: 'job-1', a: asImageId('sha256:1'), b: asImageId('sha256:2') };
const yard = {
  capabilities: { ...localCapabilities, readsImages: false },
  imageList: () => Promise.resolve(fail({ code: 'refused', message: 'No list.' } as const)),
  imageFile: () => Promise.resolve(fail({ code: 'refused', message: 'No file.' } as const)),
};

/** Counts the threads that are open; what they answer is not asked here. */
function jobsWith(ask: () => Promise<never>) {
  const threads = { open: 0 };
  const jobs = createContentsJobs({
    openDesk: () => {
      threads.open += 1;
      return { ask, end: () => void (threads.open -= 1) };
    },
    ...{ monotonicMs: () => 0, onProgress: () => undefined },
  });
  return { jobs, threads };
}

it('leaves no thread behind a read that throws', async () => {
  const { jobs, threads } = jobsWith(() => Promise.reject(new Error('It died.')));
  await expect(jobs.read(order, yard)).rejects.toThrow('It died.');
  expect(threads.open).toBe(0);
});

it('ends what is open when nobody looks at it any more', () => {
  const { jobs, threads } = jobsWith(() => new Promise<never>(() => undefined));
  void jobs.read(order, yard);
  expect(threads.open).toBe(1);
  jobs.end();
  expect(threads.open).toBe(0);
  expect(jobs.desk(order.job)).toMatchObject({ ok: false });
});
