/** A thread that answers questions, from outside: each by its number. Ending it ends whatever it is at. */
import { Worker } from 'node:worker_threads';
import { fail, type Fault, type Result } from '../../src-shared/result.ts';

export interface ThreadQuestion<Question> {
  readonly id: number;
  readonly question: Question;
}

export interface ThreadAnswer<Value> {
  readonly id: number;
  readonly result: Result<Value>;
}

export interface ThreadClient<Question, Value> {
  readonly ask: (question: Question) => Promise<Result<Value>>;
  /** Whoever waits is told so, as whoever asks from now on. */
  readonly end: () => void;
  /** It was ended, or failed: whatever is asked from now on is told so. */
  readonly isOver: () => boolean;
}

export interface ThreadWishes {
  readonly program: URL;
  readonly mostMegabytes: number;
  /** What was ended, as the beginning of a sentence: `The comparison of contents`. */
  readonly what: string;
  /** What is said where it came to need more than that; null: what the thread says. */
  readonly tooLarge: string | null;
}

export function openThread<Question, Value>({
  program,
  what,
  tooLarge,
  mostMegabytes,
}: ThreadWishes): ThreadClient<Question, Value> {
  const ended: Fault = { code: 'refused', message: `${what} was ended.` };
  const worker = new Worker(program, {
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  const waiting = new Map<number, (result: Result<Value>) => void>();
  let nextId = 0;
  let over: Fault | null = null;
  const finish = (fault: Fault): void => {
    over ??= fault;
    for (const answer of waiting.values()) answer(fail(over));
    waiting.clear();
  };
  worker.on('message', ({ id, result }: ThreadAnswer<Value>) => {
    const answer = waiting.get(id);
    waiting.delete(id);
    answer?.(result);
  });
  worker.on('error', (error: Error) => {
    const isFull = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const message = isFull && tooLarge !== null ? tooLarge : `${what} failed: ${error.message}`;
    finish({ code: 'internal', message });
  });
  worker.on('exit', () => finish(ended));
  return {
    ask: (question) =>
      new Promise((resolve) => {
        if (over !== null) {
          resolve(fail(over));
          return;
        }
        const id = nextId;
        nextId += 1;
        waiting.set(id, resolve);
        const asked: ThreadQuestion<Question> = { id, question };
        worker.postMessage(asked);
      }),
    end: () => {
      finish(ended);
      void worker.terminate();
    },
    isOver: () => over !== null,
  };
}

/**
 * Beside the sources, or where the build puts its programs: above the parts they share.
 * @param here address of the module that opens it. @param name without an ending.
 */
export function programBeside(here: string, name: string): URL {
  if (here.endsWith('.ts')) return new URL(`./${name}.ts`, here);
  return new URL(here.includes('/chunks/') ? `../${name}.js` : `./${name}.js`, here);
}
