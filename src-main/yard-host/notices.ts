/** What happened without being asked for, kept with the state so that a restart does not hide it. */
import type { FleetId } from '../../src-shared/ids.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Notice } from './protocol.ts';
import type { HostState } from './state-schema.ts';

const noticesKept = 100;
const textLimit = 1000;

export interface News {
  readonly fleet: FleetId | null;
  readonly severity: Notice['severity'];
  readonly text: string;
}

export function withNotice(state: HostState, news: News, nowMs: number): HostState {
  const notice: Notice = {
    // The time in it keeps names apart when a lost state makes the count begin again.
    id: `n${nowMs.toString(36)}-${String(state.nextNotice)}`,
    atMs: nowMs,
    fleet: news.fleet,
    severity: news.severity,
    text: plain(news.text, textLimit),
  };
  return {
    ...state,
    nextNotice: state.nextNotice + 1,
    notices: [...state.notices, notice].slice(-noticesKept),
  };
}
