/** Server processes for the load, one generation or more of them. */
import { fileURLToPath } from 'node:url';
import { startLineProcess, type LineProcess } from './line-process.ts';

export interface LoadTarget {
  readonly block: string;
  readonly generation: string;
  readonly port: number;
  readonly process: LineProcess;
}

const script = fileURLToPath(new URL('load-target.ts', import.meta.url));

/** Starts `size` servers of a generation; resolves when all listen. */
export function startTargets(generation: string, size: number): Promise<readonly LoadTarget[]> {
  return Promise.all(
    Array.from({ length: size }, async (_, index) => {
      const block = `${generation}-${String(index)}`;
      const process = startLineProcess(script, [block, generation]);
      const { port } = await process.next((value) => typeof value['port'] === 'number');
      return { block, generation, port: Number(port), process };
    }),
  );
}
