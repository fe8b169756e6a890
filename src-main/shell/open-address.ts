/** Opens an address of a fleet that a session knows, or its page in AWS's console, in the operator's browser; any other is refused. */
import { shell } from 'electron';
import { FaultError } from '../../src-shared/result.ts';
import { isConsole, isOpenable } from '../ipc/openable-address.ts';
import type { YardSession } from '../sessions/yard-session.ts';

export async function openAddress({ feed }: YardSession, address: string): Promise<void> {
  const reach = feed.snapshot().capabilities.ownHost ? 'loopback' : 'web';
  if (!isOpenable(address, reach)) {
    throw new FaultError({
      code: 'refused',
      message: 'Only addresses of fleets in this yard are opened.',
    });
  }
  await shell.openExternal(address);
}

/** The same of a page in AWS's own console. */
export async function openConsole(address: string): Promise<void> {
  if (!isConsole(address)) {
    const message = 'Only pages of the AWS console are opened.';
    throw new FaultError({ code: 'refused', message });
  }
  await shell.openExternal(address);
}
