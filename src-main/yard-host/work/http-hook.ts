/** A hook that is asked over HTTP at the block's own address, and nowhere else. */
import type { WorkHook } from '../../../src-shared/work-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import { askUrl } from '../../work/ask-url.ts';
import { readReply, type Hook } from '../../work/hook.ts';

type HttpHook = Extract<WorkHook, { kind: 'http' }>;

/** @param timeoutMs for the whole answer. */
export function httpHook(hook: HttpHook, port: number, timeoutMs: number): Hook {
  const paths = { take: hook.takePath, stop: hook.stopPath, state: hook.statePath };
  return (word) => {
    const path = paths[word];
    const shown = plain(path, 80);
    return askUrl({
      url: `http://127.0.0.1:${String(port)}${path}`,
      method: word === 'state' ? 'GET' : 'POST',
      timeoutMs,
      shown,
      status: null,
      read: (text) => readReply(word, shown, text),
    });
  };
}
