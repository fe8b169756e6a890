/** The comparison of contents that the window looks at: one at a time, with a thread of its own until it is left. */
import { basename } from 'node:path';
import type {
  ContentsProgress,
  ContentsReport,
  FileDifference,
} from '../../../src-shared/contents.ts';
import type { ContentsSide } from '../../../src-shared/contents-words.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import { fail, type Result } from '../../../src-shared/result.ts';
import type { DeskClient } from './desk-client.ts';
import { readGivenList } from './packages/read-given.ts';
import { readContents, readDifference, type ContentsGround } from './read-contents.ts';

export interface ContentsOrder {
  /** A name that the window gives it, never used before. */
  readonly job: string;
  readonly a: ImageId;
  readonly b: ImageId;
}

export interface ContentsJobs {
  /** Ends the one before. What is ended in between answers `refused`. */
  readonly read: (
    order: ContentsOrder,
    yard: ContentsGround['yard'],
  ) => Promise<Result<ContentsReport>>;
  readonly stop: (job: string) => void;
  /** Whichever is open: nobody looks at it any more. */
  readonly end: () => void;
  /** Of the job, or why there is none any more. */
  readonly desk: (job: string) => Result<DeskClient>;
  readonly difference: (job: string, row: number) => Promise<Result<FileDifference>>;
  /** A list of packages for one side, from a file of this computer. */
  readonly give: (job: string, side: ContentsSide, path: string) => Promise<Result<ContentsReport>>;
}

interface OpenJob extends ContentsOrder {
  readonly ground: ContentsGround;
}

/** A bar is not seen to move more often than this. */
const progressEveryMs = 100;

export interface ContentsJobsOptions {
  readonly openDesk: () => DeskClient;
  readonly monotonicMs: () => number;
  readonly onProgress: (job: string, progress: ContentsProgress) => void;
}

export function createContentsJobs(options: ContentsJobsOptions): ContentsJobs {
  const { openDesk, monotonicMs, onProgress } = options;
  let open: OpenJob | null = null;

  function end(): void {
    open?.ground.desk.end();
    open = null;
  }

  function stop(job: string): void {
    if (open?.job === job) end();
  }

  function jobOf(job: string): Result<OpenJob> {
    if (open?.job === job) return { ok: true, value: open };
    const message = 'This comparison of contents is not open any more.';
    return fail({ code: 'not-found', message, todo: 'Compare the contents again.' });
  }

  return {
    read: async (order, yard) => {
      end();
      let toldAtMs = -Infinity;
      let toldTitle = '';
      const ground: ContentsGround = {
        ...{ yard, desk: openDesk() },
        onProgress: (progress) => {
          const isNew = progress.title !== toldTitle;
          const isDue = isNew || monotonicMs() - toldAtMs >= progressEveryMs;
          if (open?.job !== order.job || !isDue) return;
          [toldAtMs, toldTitle] = [monotonicMs(), progress.title];
          onProgress(order.job, progress);
        },
      };
      open = { ...order, ground };
      let isRead = false;
      try {
        const report = await readContents(ground, order);
        isRead = report.ok;
        return report;
      } finally {
        if (!isRead) stop(order.job);
      }
    },
    stop,
    end,
    desk: (job) => {
      const found = jobOf(job);
      return found.ok ? { ok: true, value: found.value.ground.desk } : found;
    },
    difference: async (job, row) => {
      const found = jobOf(job);
      return found.ok ? readDifference(found.value.ground, found.value, row) : found;
    },
    give: async (job, side, path) => {
      const found = jobOf(job);
      if (!found.ok) return found;
      return givePackages(found.value.ground.desk, side, path);
    },
  };
}

/** @returns the report with it; a list that cannot be read is in it, with the reason. */
export async function givePackages(
  desk: DeskClient,
  side: ContentsSide,
  path: string,
): Promise<Result<ContentsReport>> {
  const data = await readGivenList(path);
  const order = { side, name: basename(path), isGiven: true, sha256: null, data };
  const taken = await desk.ask('takePackages', order);
  return taken.ok ? desk.ask('report') : taken;
}
