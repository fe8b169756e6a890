/** Our entry in a process of its own, with the servers behind it. */
import { fileURLToPath } from 'node:url';
import { startLineProcess, type LineProcess } from './line-process.ts';
import type { LoadTarget } from './load-targets.ts';

export interface RunningProxy {
  readonly name: string;
  readonly url: string;
  /** All weight to one generation. Resolves when the proxy has said so; with the time inside, where it tells. */
  readonly switchTo: (generation: string) => Promise<{ readonly engineMicros: number | undefined }>;
  readonly stop: () => Promise<void>;
}

export interface OwnEntry extends RunningProxy {
  /** CPU time used so far, user and system, in microseconds. */
  readonly cpuMicros: () => Promise<number>;
}

/** Asks a process that answers a line with `process.cpuUsage()`. */
export async function askCpuMicros(running: LineProcess): Promise<number> {
  const told = running.next((value) => JSON.stringify(value).includes('"user"'));
  running.send({ kind: 'cpu' });
  const { user, system } = (await told)['answer'] as NodeJS.CpuUsage;
  return user + system;
}

// Started as a program and not imported: the bench sees the product from outside.
const script = fileURLToPath(
  new URL('../src-main/yard-host/entry/entry-process.ts', import.meta.url),
);
const thresholds = { intervalMs: 1000, timeoutMs: 2000, healthyAfter: 2, unhealthyAfter: 3 };

/** Starts it and waits until every server is healthy; the first one's generation has all weight. */
export async function startOwnEntry(targets: readonly LoadTarget[]): Promise<OwnEntry> {
  const running = startLineProcess(script, ['0']);
  const { url } = await running.next((value) => value['kind'] === 'opened');
  const generations = [...new Set(targets.map((target) => target.generation))];
  const healthy = Promise.all(
    targets.map(({ block }) =>
      running.next(
        (value) =>
          value['kind'] === 'block-health' &&
          value['block'] === block &&
          JSON.stringify(value).includes('"kind":"healthy"'),
      ),
    ),
  );
  for (const generation of generations) {
    running.send({ kind: 'set-generation', generation, thresholds, healthPath: '/health' });
  }
  for (const { block, generation, port } of targets) {
    running.send({ kind: 'add-block', block, generation, port });
  }
  await healthy;
  let revision = 0;
  const switchTo = async (target: string): Promise<{ engineMicros: number | undefined }> => {
    revision += 1;
    const done = running.next((value) => value['of'] === 'set-split');
    const weights = generations.map((generation) => ({
      generation,
      weight: generation === target ? 100 : 0,
    }));
    running.send({ kind: 'set-split', split: { revision, weights, changedAtMs: Date.now() } });
    const answer = (await done)['answer'] as { readonly swapMicros?: number } | undefined;
    return { engineMicros: answer?.swapMicros };
  };
  await switchTo(generations[0] ?? '');
  return {
    name: 'own entry',
    url: String(url),
    switchTo,
    cpuMicros: () => askCpuMicros(running),
    stop: () => running.stop(),
  };
}
