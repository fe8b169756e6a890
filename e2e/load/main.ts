/**
 * Load from the command line:
 * `node e2e/load/main.ts --url http://127.0.0.1:8080 --rps 400 --seconds 30 [--json]
 *   [--seed N] [--ledgers 127.0.0.1:4001,127.0.0.1:4002] [--web-sockets 20]`
 * Exit code 1 when a request was lost, a POST carried out twice or a WebSocket cut, 2 for a bad command line.
 */
import { parseArgs } from 'node:util';
import { matchLedgers, readLedger } from './ledger.ts';
import { runOpenLoop } from './open-loop.ts';
import { summarise } from './summary.ts';
import { startWebSockets, summariseWebSockets } from './web-sockets.ts';

const usage =
  'Usage: node e2e/load/main.ts --url http://127.0.0.1:PORT [--rps 400] [--seconds 30] [--seed 1] [--ledgers HOST:PORT,...] [--web-sockets 0] [--json]';

function readCommandLine(): {
  readonly url: string;
  readonly requestsPerSecond: number;
  readonly seconds: number;
  readonly seed: number;
  readonly ledgers: readonly string[];
  readonly webSockets: number;
  readonly json: boolean;
} {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      rps: { type: 'string', default: '400' },
      seconds: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      ledgers: { type: 'string', default: '' },
      'web-sockets': { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const number = (name: string, text: string, least: number): number => {
    const value = Number(text);
    if (Number.isFinite(value) && value >= least) return value;
    throw new Error(`--${name} must be a number of at least ${least}, not "${text}".`);
  };
  if (values.url === undefined || !URL.canParse(values.url)) {
    throw new Error('--url must be the address of an entry.');
  }
  return {
    url: values.url,
    requestsPerSecond: number('rps', values.rps, 0.1),
    seconds: number('seconds', values.seconds, 0.1),
    seed: number('seed', values.seed, 0),
    ledgers: values.ledgers.split(',').filter((address) => address !== ''),
    webSockets: number('web-sockets', values['web-sockets'], 0),
    json: values.json,
  };
}

async function main(): Promise<number> {
  const options = readCommandLine();
  const name = `load-${String(process.pid)}-${String(options.seed)}`;
  const sockets = startWebSockets({ url: options.url, count: options.webSockets, everyMs: 250 });
  const records = await runOpenLoop({ ...options, name });
  const webSockets = summariseWebSockets(await sockets.stop());
  const summary = summarise(records);
  const ledgers = await Promise.all(options.ledgers.map(readLedger));
  const match = ledgers.length === 0 ? undefined : matchLedgers(records, ledgers);
  if (options.json) {
    console.log(JSON.stringify({ ...summary, ledger: match, webSockets }));
  } else {
    console.log(`${summary.sent} sent, ${summary.lost} lost ${JSON.stringify(summary.lostBy)}`);
    console.log(`answers by generation: ${JSON.stringify(summary.generations)}`);
    console.log(
      `short requests: p50 ${String(summary.p50Ms)} p95 ${String(summary.p95Ms)} p99 ${String(summary.p99Ms)} ms; client late by p99 ${String(summary.lagP99Ms)} ms`,
    );
    console.log(`WebSockets by their end: ${JSON.stringify(webSockets)}`);
    if (match !== undefined) {
      console.log(
        `${match.posts} POST, ${match.twice.length} carried out twice, ${match.missing.length} missing`,
      );
    }
  }
  const bad = summary.lost > 0 || (match?.twice.length ?? 0) + (match?.missing.length ?? 0) > 0;
  return bad || webSockets.cut > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error(usage);
  process.exitCode = 2;
}
