/** The only user of ipcMain: checks who speaks, then lets the answer be made. */
import { ipcMain } from 'electron';
import { callNames } from '../../src-shared/ipc-names.ts';
import { fail } from '../../src-shared/result.ts';
import { answerCall, type Handlers } from './answer-call.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** @param trustedIds web contents that are ours; looked at with each call. */
export function serveCalls(handlers: Handlers, trustedIds: ReadonlySet<number>): void {
  for (const name of callNames) {
    ipcMain.handle(name, async (event, input: unknown) =>
      isTrustedSender(event, trustedIds)
        ? answerCall(name, handlers, input)
        : fail({ code: 'refused', message: 'This page may not give orders.' }),
    );
  }
}
