/** Opens an address of a fleet that a session knows in the operator's browser; any other is refused. */
import { shell } from 'electron';
import { FaultError } from '../../src-shared/result.ts';
import { isOpenable } from '../ipc/openable-address.ts';
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
