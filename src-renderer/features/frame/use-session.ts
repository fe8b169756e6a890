/** Until when somebody is signed in to the yard on screen; undefined where nobody has to sign in again. */
import type { SessionEnd } from '../../../src-shared/session-end.ts';
import { useClock, usePanel } from '../../store/panel-context.ts';
import { useNow } from '../../ui/use-now.ts';

const minutesEveryMs = 20_000;

export function useSession(): SessionEnd | undefined {
  const signInByMs = usePanel((panel) => panel.band.account?.signInByMs ?? null);
  const { nowMs } = useClock();
  const now = useNow(nowMs, minutesEveryMs, signInByMs !== null);
  return signInByMs === null ? undefined : { signInByMs, nowMs: now };
}
