/** Panels of a proof: the engine in a process of its own, which is killed with SIGKILL or kills itself. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { Death } from '../../src-main/rollouts/dying-journal.fixture.ts';
import { panelProcess } from '../../src-main/rollouts/panel-process.fixture.ts';
import { until } from '../until.ts';
import type { YardFolder } from '../yard-process.ts';

export type PanelOrder = Wish | 'resume';

export interface Panel {
  /** A line that begins so, once it was said. @throws when it died without, or after the limit. */
  readonly says: (word: string) => Promise<string>;
  /** All that it has said. */
  readonly said: () => readonly string[];
  readonly isAlive: () => boolean;
  /** What it said when it killed itself, `before "intended"`; null when it did not. */
  readonly diedAt: () => string | null;
  /** SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

const sayLimitMs = 90_000;

/**
 * Node compiles 200 files for each panel, half a second of a core that the load wants: with this cache it
 * does so once. A process that is killed leaves nothing in it, so one that ends by itself fills it.
 */
export async function fillCompileCache(folder: string): Promise<NodeJS.ProcessEnv> {
  const env = { ...process.env, NODE_COMPILE_CACHE: folder };
  const load = `await import(${JSON.stringify(pathToFileURL(panelProcess).href)})`;
  await promisify(execFile)(process.execPath, [quiet, '--input-type=module', '-e', load], { env });
  return env;
}

const quiet = '--disable-warning=ExperimentalWarning';

export function startPanel(
  { yard, folder }: YardFolder,
  env: NodeJS.ProcessEnv,
  order: PanelOrder,
  death: Death | null = null,
): Panel {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      quiet,
      panelProcess,
      yard,
      journalOf(folder),
      order === 'resume' ? order : JSON.stringify(order),
      ...(death === null ? [] : [`${death.side} ${String(death.write)}`]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env },
  );
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  // Not `exit`: then what it said last may still be on its way.
  const gone = once(child, 'close');
  let isGone = false;
  void gone.then(() => (isGone = true));
  const lines = (): readonly string[] => text.split('\n').slice(0, -1);
  const lineWith = (word: string): string | undefined =>
    lines().find((line) => line.startsWith(word));
  return {
    says: (word) =>
      until(`a panel that says ${word}`, sayLimitMs, () => {
        const line = lineWith(word);
        if (line === undefined && isGone) throw new Error(`A panel died before it said ${word}.`);
        return line ?? null;
      }),
    said: lines,
    isAlive: () => !isGone,
    diedAt: () => lineWith('dies ')?.slice('dies '.length) ?? null,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

export function journalOf(folder: string): string {
  return join(folder, 'journal');
}
