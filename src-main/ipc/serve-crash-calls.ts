/** The calls of the crash window. Its page is checked as the panel's is. */
import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { crashActs, type CrashAct, type CrashFacts } from '../../src-shared/crash-facts.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface CrashCalls {
  readonly facts: () => CrashFacts;
  readonly diagnostics: () => Promise<string>;
  readonly act: (act: CrashAct) => Promise<boolean>;
}

export function serveCrashCalls(calls: CrashCalls, trustedIds: ReadonlySet<number>): void {
  const handle = (name: string, answer: (input: unknown) => unknown): void => {
    ipcMain.handle(name, (event: IpcMainInvokeEvent, input: unknown) => {
      if (!isTrustedSender(event, trustedIds)) throw new Error('This page may not give orders.');
      return answer(input);
    });
  };
  handle('crash.facts', calls.facts);
  handle('crash.diagnostics', calls.diagnostics);
  handle('crash.act', (input) => {
    const act = crashActs.find((each) => each === input);
    return act === undefined ? false : calls.act(act);
  });
}
