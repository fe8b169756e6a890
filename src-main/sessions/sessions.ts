/**
 * All sessions, of which the window shows one. It is told by one numbered stream: the shown session's
 * deltas, numbered anew. When another one is chosen a number is left out on purpose, and the window
 * does what it does for any gap: it asks for a new snapshot.
 */
import type { YardId } from '../../src-shared/ids.ts';
import type { PanelEvent, PanelSnapshot, YardSummary } from '../../src-shared/panel.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import type { SessionHooks, YardSession } from './yard-session.ts';

export interface Sessions {
  /** Also makes the first one the shown one. */
  readonly add: (make: (hooks: SessionHooks) => YardSession) => YardSession;
  readonly all: () => readonly YardSession[];
  readonly shown: () => YardSession;
  readonly of: (id: YardId) => Result<YardSession>;
  /** Shows it, and opens it when it is not open yet; does not wait for that. */
  readonly choose: (id: YardId) => Result<null>;
  /**
   * Opens those that are not open and hold a change of ours without an end, as after a crash: they go
   * on although nobody looks at them. The others stay closed until they are chosen.
   */
  readonly openUnfinished: () => Promise<void>;
  /** Ends our part in it. The first one stays for ever. */
  readonly remove: (id: YardId) => Promise<void>;
  readonly snapshot: () => PanelSnapshot;
  /** Somebody can see the window, or nobody. */
  readonly setWatched: (isWatched: boolean) => void;
}

/** @param heard told of each event of each session, shown or not, once it is in its feed. */
export function createSessions(
  send: (event: PanelEvent) => void,
  heard: (session: YardSession, event: PanelEvent) => void = () => undefined,
): Sessions {
  const sessions: YardSession[] = [];
  let shown: YardSession | null = null;
  let sequence = 0;
  let isWatched = true;
  let told = '';

  const shownNow = (): YardSession => {
    if (shown === null) throw new Error('There is no session yet.');
    return shown;
  };

  const push = (event: PanelEvent): void => {
    sequence += 1;
    send({ ...event, sequence });
  };

  const summaries = (): YardSummary[] => sessions.map((session) => session.summary());

  const tellSummaries = (): void => {
    const yards = summaries();
    const text = JSON.stringify(yards);
    if (text === told) return;
    told = text;
    push({ kind: 'yards', sequence: 0, yards });
  };

  const show = (session: YardSession): void => {
    if (shown === session) return;
    shown?.setWatched(false);
    shown = session;
    session.setWatched(isWatched);
    // The gap: whatever the window knows belongs to the yard before.
    sequence += 1;
    told = '';
    tellSummaries();
  };

  const find = (id: YardId): Result<YardSession> => {
    const found = sessions.find((session) => session.id === id);
    return found === undefined
      ? fail({ code: 'not-found', message: `There is no yard ${plain(id, 80)} here any more.` })
      : succeed(found);
  };

  return {
    add: (make) => {
      let own: YardSession | null = null;
      own = make({
        push: (event) => {
          if (own !== null && own === shown) push(event);
          if (own !== null) heard(own, event);
        },
        changed: () => {
          if (own !== null) tellSummaries();
        },
      });
      sessions.push(own);
      if (shown === null) {
        shown = own;
        own.setWatched(isWatched);
      }
      tellSummaries();
      return own;
    },
    all: () => sessions,
    shown: shownNow,
    of: find,
    choose: (id) => {
      const found = find(id);
      if (!found.ok) return found;
      show(found.value);
      if (found.value.summary().status === 'closed') void found.value.start();
      return succeed(null);
    },
    openUnfinished: async () => {
      for (const session of sessions.filter((each) => each.summary().status === 'closed')) {
        if (await session.hasUnfinished()) void session.start();
      }
    },
    remove: async (id) => {
      const index = sessions.findIndex((session) => session.id === id);
      const [first] = sessions;
      const session = sessions[index];
      if (index <= 0 || session === undefined || first === undefined) return;
      if (session === shown) show(first);
      sessions.splice(index, 1);
      tellSummaries();
      await session.close();
    },
    snapshot: () => {
      const session = shownNow();
      return { ...session.feed.snapshot(), sequence, yard: session.id, yards: summaries() };
    },
    setWatched: (value) => {
      isWatched = value;
      shown?.setWatched(value);
    },
  };
}
