/** Who sits here, for those who see a change from elsewhere. */
import { userInfo } from 'node:os';

/** A process may run as a number that no list of users names, as in many containers: then as that number. */
export function personName(
  read: () => string = () => userInfo().username,
  uid: number | null = process.getuid?.() ?? null,
): string {
  try {
    return read();
  } catch {
    return uid === null ? 'somebody' : `uid ${String(uid)}`;
  }
}
