import type { TimelineEvent } from '../../../src-shared/panel.ts';

/** All words must be found somewhere in the event; case does not matter. */
export function matchesFilter(event: TimelineEvent, filter: string): boolean {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const kind = event.isNote === true ? 'note' : event.severity;
  const text = [event.title, event.detail, event.by, event.fleet ?? '', kind]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
