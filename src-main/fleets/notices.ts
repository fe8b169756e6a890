/** What the yard noticed by itself, as the timeline shows it. */
import type { TimelineEvent } from '../../src-shared/panel.ts';
import { plain } from '../../src-shared/wording.ts';
import type { YardNotice } from '../yards/port.ts';

export function eventOfNotice(notice: YardNotice): TimelineEvent {
  const text = plain(notice.text, 600);
  // The first sentence is the headline; a full stop inside a version or an address does not end it.
  const end = text.search(/[.;](?:\s|$)/u);
  return {
    id: `notice-${notice.id}`,
    atMs: notice.atMs,
    fleet: notice.fleet,
    rollout: null,
    severity: notice.severity,
    title: end === -1 ? text : text.slice(0, end),
    detail: end === -1 ? '' : text.slice(end + 1).trim(),
    by: 'yard',
  };
}
