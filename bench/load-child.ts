/** The client of a bench, in a process of its own: started by `load-process.ts`, told by messages. */
import { startOpenLoop } from '../e2e/load/open-loop.ts';
import type { RequestRecord } from '../e2e/load/request-record.ts';
import { wallOffsetMs } from './wall-clock.ts';

const [url = '', rate = '', name = 'bench', seed = '1'] = process.argv.slice(2);
const offsetAtStartMs = wallOffsetMs();
const run = startOpenLoop({ url, requestsPerSecond: Number(rate), name, seed: Number(seed) });

function onWallClock(record: RequestRecord, offsetMs: number): RequestRecord {
  return {
    ...record,
    dueAtMs: record.dueAtMs + offsetMs,
    sentAtMs: record.sentAtMs + offsetMs,
    answeredAtMs: record.answeredAtMs === null ? null : record.answeredAtMs + offsetMs,
    doneAtMs: record.doneAtMs + offsetMs,
  };
}

process.on('message', () => {
  void run.stop().then((records) => {
    const offsetMs = (offsetAtStartMs + wallOffsetMs()) / 2;
    process.send?.(
      records.map((record) => onWallClock(record, offsetMs)),
      () => process.exit(0),
    );
  });
});
// A bench that ended early leaves no client behind.
process.on('disconnect', () => process.exit(1));
