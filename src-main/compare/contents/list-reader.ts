/** The list of one image, put together from its pieces and proven by its digest. */
import { createHash } from 'node:crypto';
import { entryOfLine, type ImageEntry } from '../../../src-shared/image-list.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { sideWords, type ContentsSide } from '../../../src-shared/contents-words.ts';

export interface ListReader {
  /** In order; throws FaultError `damaged` when it is no list. */
  readonly take: (data: Uint8Array) => void;
  /** Throws FaultError `damaged` when it is not the one that the image is named after. */
  readonly end: (image: string) => readonly ImageEntry[];
}

export function createListReader(side: ContentsSide): ListReader {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8');
  const entries: ImageEntry[] = [];
  let rest = '';
  const takeLines = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') entries.push(entryIn(line, side));
    }
  };
  return {
    take: (data) => {
      hash.update(data);
      takeLines(decoder.decode(data, { stream: true }));
    },
    end: (image) => {
      takeLines(`${decoder.decode()}\n`);
      if (`sha256:${hash.digest('hex')}` !== image) throw damaged(side, 'was changed');
      return entries;
    },
  };
}

function entryIn(line: string, side: ContentsSide): ImageEntry {
  try {
    return entryOfLine(line);
  } catch {
    throw damaged(side, 'is of an unknown form');
  }
}

function damaged(side: ContentsSide, what: string): FaultError {
  return new FaultError({
    code: 'damaged',
    message: `The list of what the ${sideWords[side]} image consists of ${what}.`,
    todo: 'Import it again from its source: the damaged copy is set aside then.',
  });
}
