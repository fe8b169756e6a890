/** Tells the panels once a second that the counts moved, and nothing at all while no request comes. */
import type { HostContext } from './host-context.ts';

export interface TrafficPulse {
  readonly stop: () => void;
}

export function startTrafficPulse(host: HostContext): TrafficPulse {
  let before = '';
  const timer = setInterval(() => {
    const now = JSON.stringify(
      host.runtimes().map(({ entry, work }) => work?.counts() ?? entry.traffic()),
    );
    if (now === before) return;
    before = now;
    host.changed();
  }, 1000);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
