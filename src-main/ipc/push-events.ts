/** The only sender to windows. A window gets deltas from its first snapshot on, never before. */
import type { WebContents } from 'electron';
import type { EventName, EventPayload } from '../../src-shared/ipc-contract.ts';

export interface EventPusher {
  /** Called when the window has asked for its snapshot: from here on it follows. */
  readonly follow: () => void;
  readonly push: (payload: EventPayload<'panel.event'>) => void;
  readonly pressMenu: (item: EventPayload<'menu.pressed'>) => void;
}

export function createEventPusher(current: () => WebContents | null): EventPusher {
  let follower: number | null = null;
  const send = (name: EventName, payload: unknown): void => {
    const target = current();
    if (target === null || target.isDestroyed() || target.id !== follower) return;
    target.send(name, payload);
  };
  return {
    follow: () => {
      follower = current()?.id ?? null;
    },
    push: (payload) => {
      send('panel.event', payload);
    },
    pressMenu: (item) => {
      send('menu.pressed', item);
    },
  };
}
