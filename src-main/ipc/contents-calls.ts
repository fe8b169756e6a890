/** The calls about contents, led to the comparison that the window has open. */
import type { ContentsJobs } from '../compare/contents/contents-jobs.ts';
import type { ContentsGround } from '../compare/contents/read-contents.ts';
import { gatherContents } from '../compare/findings/contents-findings.ts';
import type { ComparedLately } from '../compare/findings/compared-lately.ts';
import type { ImageId, YardId } from '../../src-shared/ids.ts';
import { succeed } from '../../src-shared/result.ts';
import type { Handlers } from './answer-call.ts';

type ContentsCall = Extract<keyof Handlers, `contents.${string}`>;

export interface ContentsServices {
  readonly contents: ContentsJobs;
  readonly comparedLately: ComparedLately;
  /** A path the operator picked, or null when they closed the dialog. */
  readonly choosePackagesFile: () => Promise<string | null>;
}

export function contentsCalls(
  { contents, comparedLately, choosePackagesFile }: ContentsServices,
  yardOf: (id: YardId) => ContentsGround['yard'],
): Pick<Handlers, ContentsCall> {
  let shown: { yard: YardId; job: string; a: ImageId; b: ImageId } | null = null;
  /** The desk ends when the window looks elsewhere, and what was found outlives it. */
  const keep = async (job: string): Promise<void> => {
    const desk = contents.desk(job);
    if (shown?.job !== job || !desk.ok) return;
    const { yard, a, b } = shown;
    const gathered = await gatherContents(desk.value);
    if (gathered.ok) comparedLately.keepContents(yard, { a, b }, gathered.value);
  };
  return {
    'contents.read': async ({ yard, ...order }) => {
      shown = { yard, ...order };
      const report = await contents.read(order, yardOf(yard));
      if (report.ok) await keep(order.job);
      return report;
    },
    'contents.stop': ({ job }) => {
      contents.stop(job);
      return Promise.resolve(succeed(null));
    },
    'contents.files': async ({ job, ...asked }) => {
      const desk = contents.desk(job);
      return desk.ok ? desk.value.ask('rows', asked) : desk;
    },
    'contents.packages': async ({ job, ...asked }) => {
      const desk = contents.desk(job);
      return desk.ok ? desk.value.ask('packageRows', asked) : desk;
    },
    'contents.file': ({ job, row }) => contents.difference(job, row),
    'contents.give-packages': async ({ job, side }) => {
      const path = await choosePackagesFile();
      if (path === null) return succeed(null);
      const report = await contents.give(job, side, path);
      if (report.ok) await keep(job);
      return report;
    },
  };
}
