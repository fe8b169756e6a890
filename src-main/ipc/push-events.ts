/** The only sender to windows. A window gets deltas from its first snapshot on, never before. */
import type { WebContents } from 'electron';
import type { EventName, EventPayload } from '../../src-shared/ipc-contract.ts';

export interface EventPusher {
  /** Called when the window has asked for its snapshot: from here on it follows. */
  readonly follow: () => void;
  readonly push: (payload: EventPayload<'panel.event'>) => void;
  readonly tellContents: (payload: EventPayload<'contents.progress'>) => void;
  readonly tellAppearance: (payload: EventPayload<'appearance.progress'>) => void;
  readonly tellBehaviour: (payload: EventPayload<'behaviour.progress'>) => void;
  /** Answers whether a window was there to hear it. */
  readonly openLink: (link: EventPayload<'link.opened'>) => boolean;
  readonly pressMenu: (item: EventPayload<'menu.pressed'>) => void;
  /** Kept for a window that has not asked for its snapshot yet; the last one counts. */
  readonly askView: (asked: EventPayload<'view.asked'>) => void;
}

export function createEventPusher(current: () => WebContents | null): EventPusher {
  let follower: number | null = null;
  let asked: EventPayload<'view.asked'> | null = null;
  const send = (name: EventName, payload: unknown): boolean => {
    const target = current();
    if (target === null || target.isDestroyed() || target.id !== follower) return false;
    target.send(name, payload);
    return true;
  };
  return {
    follow: () => {
      follower = current()?.id ?? null;
      if (asked !== null) send('view.asked', asked);
      asked = null;
    },
    push: (payload) => {
      send('panel.event', payload);
    },
    tellContents: (payload) => {
      send('contents.progress', payload);
    },
    tellAppearance: (payload) => {
      send('appearance.progress', payload);
    },
    tellBehaviour: (payload) => {
      send('behaviour.progress', payload);
    },
    openLink: (link) => send('link.opened', link),
    pressMenu: (item) => {
      send('menu.pressed', item);
    },
    askView: (wanted) => {
      const isThere = follower !== null && current()?.id === follower;
      if (isThere) send('view.asked', wanted);
      else asked = wanted;
    },
  };
}
