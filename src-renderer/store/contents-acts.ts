/** The acts of comparing what two images consist of: read, looked into row by row, and stopped. */
import type {
  ContentsReport,
  FileDifference,
  FileRows,
  PackageRows,
} from '../../src-shared/contents.ts';
import type { ContentsSide } from '../../src-shared/contents-words.ts';
import type { ImageId, YardId } from '../../src-shared/ids.ts';
import type { Bridge, CallInput } from '../../src-shared/ipc-contract.ts';
import type { Result } from '../../src-shared/result.ts';

export interface ContentsActs {
  /** @param job a name of its own; what is found stays in main under it until it is stopped. */
  readonly readContents: (job: string, a: ImageId, b: ImageId) => Promise<Result<ContentsReport>>;
  readonly stopContents: (job: string) => void;
  readonly contentsFiles: (asked: CallInput<'contents.files'>) => Promise<Result<FileRows>>;
  readonly contentsPackages: (
    asked: CallInput<'contents.packages'>,
  ) => Promise<Result<PackageRows>>;
  readonly contentsFile: (job: string, row: number) => Promise<Result<FileDifference>>;
  /** Null: nothing was chosen. */
  readonly givePackages: (
    job: string,
    side: ContentsSide,
  ) => Promise<Result<ContentsReport | null>>;
  readonly onContents: Bridge['on']['contents.progress'];
}

/** @param tell says on screen why it failed. */
export function contentsActs(
  { call, on }: Bridge,
  inYard: () => { readonly yard: YardId },
  answerOf: <Value>(asked: Promise<Result<Value>>) => Promise<Result<Value>>,
  tell: (asked: Promise<Result<unknown>>) => void,
): ContentsActs {
  return {
    readContents: (job, a, b) => answerOf(call['contents.read']({ ...inYard(), job, a, b })),
    stopContents: (job) => {
      tell(call['contents.stop']({ job }));
    },
    contentsFiles: (asked) => answerOf(call['contents.files'](asked)),
    contentsPackages: (asked) => answerOf(call['contents.packages'](asked)),
    contentsFile: (job, row) => answerOf(call['contents.file']({ job, row })),
    givePackages: (job, side) => answerOf(call['contents.give-packages']({ job, side })),
    onContents: on['contents.progress'],
  };
}
