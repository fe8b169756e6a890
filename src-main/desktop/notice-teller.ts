/** Follows each yard's news and tells what is worth it: once, and only to somebody who is not looking. */
import type { YardId } from '../../src-shared/ids.ts';
import type { PanelSnapshot, Settings } from '../../src-shared/panel.ts';
import { noMemory, noticesOf, type Notice, type NoticeMemory } from './notices.ts';
import type { ToldNotices } from './told-notices.ts';

export interface NoticeTellerNeeds {
  readonly told: ToldNotices;
  readonly wanted: () => Settings['notifications'];
  /** Somebody has our window in front of them: they see it there. */
  readonly isLookedAt: () => boolean;
  readonly show: (notice: Notice) => void;
}

/** @returns to be told of each yard after each of its events. */
export function createNoticeTeller(needs: NoticeTellerNeeds): (after: PanelSnapshot) => void {
  const known = new Map<YardId, { readonly memory: NoticeMemory; readonly seen: PanelSnapshot }>();
  return (after) => {
    const before = known.get(after.yard) ?? { memory: noMemory, seen: asBegun(after) };
    const { memory, notices, over } = noticesOf(before.memory, before.seen, after);
    known.set(after.yard, { memory, seen: after });
    for (const key of over) needs.told.forget(key);
    for (const notice of notices) {
      // What was seen in the window, or is not wanted now, is told as well: it does not come later.
      const isNew = needs.told.tellOnce(notice.key);
      if (isNew && !needs.isLookedAt() && isWanted(notice, needs.wanted())) needs.show(notice);
    }
  };
}

/** A yard as it stood before its first event. */
function asBegun(panel: PanelSnapshot): PanelSnapshot {
  return { ...panel, link: { kind: 'starting' }, progress: [], outcomes: [], timeline: [] };
}

function isWanted({ needsPerson }: Notice, wanted: Settings['notifications']): boolean {
  switch (wanted) {
    case 'none':
      return false;
    case 'needs-me':
      return needsPerson;
    case 'all':
    case undefined:
      return true;
  }
}
