/** A clock for ages on screen: one timer per user of it, and none while the window is hidden. */
import { useEffect, useState } from 'react';

/** @returns epoch milliseconds, renewed every `everyMs` while `isOn` and the window is visible. */
export function useNow(nowMs: () => number, everyMs: number, isOn = true): number {
  const [now, setNow] = useState(nowMs);
  useEffect(() => {
    if (!isOn) return undefined;
    const tick = (): void => {
      if (document.visibilityState === 'visible') setNow(nowMs());
    };
    tick();
    const timer = window.setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [nowMs, everyMs, isOn]);
  return now;
}
