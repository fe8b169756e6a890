/** The calls about contents, led to the comparison that the window has open. */
import type { ContentsJobs } from '../compare/contents/contents-jobs.ts';
import type { ContentsGround } from '../compare/contents/read-contents.ts';
import type { YardId } from '../../src-shared/ids.ts';
import { succeed } from '../../src-shared/result.ts';
import type { Handlers } from './answer-call.ts';

type ContentsCall = Extract<keyof Handlers, `contents.${string}`>;

export interface ContentsServices {
  readonly contents: ContentsJobs;
  /** A path the operator picked, or null when they closed the dialog. */
  readonly choosePackagesFile: () => Promise<string | null>;
}

export function contentsCalls(
  { contents, choosePackagesFile }: ContentsServices,
  yardOf: (id: YardId) => ContentsGround['yard'],
): Pick<Handlers, ContentsCall> {
  return {
    'contents.read': ({ yard, ...order }) => contents.read(order, yardOf(yard)),
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
      return path === null ? succeed(null) : contents.give(job, side, path);
    },
  };
}
