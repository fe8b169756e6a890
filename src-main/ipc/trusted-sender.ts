/**
 * Who may speak. Compared by the frame's own origin: Node's URL parser answers "null" for custom
 * schemes, so a check through it would pass or refuse everything.
 */
import type { IpcMainInvokeEvent } from 'electron';

const trustedOrigin = 'app://bundle';

/** True only for the top frame of one of our windows, still showing our own pages. */
export function isTrustedSender(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  trustedIds: ReadonlySet<number>,
): boolean {
  const frame = event.senderFrame;
  // Null once the frame was navigated away or destroyed.
  if (frame === null) return false;
  if (!trustedIds.has(event.sender.id)) return false;
  if (frame.parent !== null) return false;
  return frame.origin === trustedOrigin;
}
