/**
 * Watches a running panel from outside: when the window saw each press, when the main process was
 * called for it, when its order to the yard host left and when the answer was back. Nothing in the
 * product knows of it; it wraps Electron's table of handlers and the sockets of that process.
 */
import type { ElectronApplication, Page } from 'playwright';
import { wallOffsetMs } from './wall-clock.ts';

/** Epoch ms with a fraction. */
export interface EnginePart {
  readonly name: 'rollout.begin' | 'rollout.revert';
  readonly calledAtMs: number;
  readonly sentAtMs: number;
  /** The yard's own stamp, in whole ms: for a revert of the turn in which it swaps the split. */
  readonly stampedAtMs: number;
  readonly answeredAtMs: number;
}

export interface PanelProbe {
  readonly read: () => Promise<{
    /** On the wall clock; of each `pointerup`. */
    readonly pressedAtMs: readonly number[];
    readonly parts: readonly EnginePart[];
  }>;
}

interface Mark {
  readonly what: string;
  readonly atMs: number;
}

declare global {
  var benchMarks: Mark[];
  var benchPresses: number[];
}

export async function probePanel(
  application: ElectronApplication,
  page: Page,
): Promise<PanelProbe> {
  await application.evaluate(watchMain);
  await page.evaluate(() => {
    globalThis.benchPresses = [];
    addEventListener(
      'pointerup',
      (event) => {
        globalThis.benchPresses.push(performance.timeOrigin + event.timeStamp);
      },
      { capture: true },
    );
  });
  return {
    read: async () => {
      const offsetMs = await page.evaluate(wallOffsetMs);
      const pressed = await page.evaluate(() => globalThis.benchPresses);
      const mainOffsetMs = await application.evaluate(wallOffsetMs);
      const marks = (await application.evaluate(() => globalThis.benchMarks)).map((mark) =>
        mark.what === 'stamped' ? mark : { ...mark, atMs: mark.atMs + mainOffsetMs },
      );
      return { pressedAtMs: pressed.map((atMs) => atMs + offsetMs), parts: partsOf(marks) };
    },
  };
}

/** Runs inside the panel's main process: may use nothing from here. */
function watchMain({ ipcMain }: { ipcMain: unknown }): void {
  const marks: { what: string; atMs: number }[] = [];
  globalThis.benchMarks = marks;
  const mark = (what: string): void => {
    marks.push({ what, atMs: performance.timeOrigin + performance.now() });
  };
  type Handler = (...args: unknown[]) => unknown;
  const handlers = (ipcMain as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
  for (const name of ['rollout.begin', 'rollout.revert']) {
    const handle = handlers.get(name);
    if (handle === undefined) throw new Error(`The panel has no handler for ${name}.`);
    handlers.set(name, (...args) => {
      mark(name);
      return handle(...args);
    });
  }
  const { Socket } = process.getBuiltinModule('node:net');
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const write = Socket.prototype.write as (...args: unknown[]) => boolean;
  Socket.prototype.write = function (this: InstanceType<typeof Socket>, ...args: unknown[]) {
    const [data] = args;
    const id =
      typeof data === 'string' ? /^\{"id":(\d+),"call":"route"/u.exec(data)?.[1] : undefined;
    if (id !== undefined) {
      mark('sent');
      const read = (chunk: Buffer): void => {
        const text = chunk.toString('latin1');
        if (!text.includes(`"id":${id},`)) return;
        mark('answered');
        const stamp = /"revision":\d+,"atMs":(\d+)/u.exec(text)?.[1];
        marks.push({ what: 'stamped', atMs: Number(stamp) });
        this.off('data', read);
      };
      this.prependListener('data', read);
    }
    return write.apply(this, args);
  };
}

/** One after another: a press is over before the next one comes. */
function partsOf(marks: readonly Mark[]): readonly EnginePart[] {
  const parts: EnginePart[] = [];
  marks.forEach(({ what, atMs }, index) => {
    if (what !== 'rollout.begin' && what !== 'rollout.revert') return;
    const next = (wanted: string): number =>
      marks.slice(index).find((mark) => mark.what === wanted)?.atMs ?? NaN;
    parts.push({
      name: what,
      calledAtMs: atMs,
      sentAtMs: next('sent'),
      stampedAtMs: next('stamped'),
      answeredAtMs: next('answered'),
    });
  });
  return parts;
}
