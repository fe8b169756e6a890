/**
 * One yard as the panel lives with it: the feed for the window from the beginning, and an engine once
 * it is open. It goes on whether or not anybody looks at it. A yard that cannot be opened, or whose
 * credentials have ended, is a state to be shown; it never touches another session.
 */
import { listFor } from '../../src-shared/appearance.ts';
import { attempt } from '../../src-shared/attempt.ts';
import type { RecordedAudit } from '../../src-shared/audit.ts';
import type { Rollout } from '../../src-shared/fleet.ts';
import type { RolloutId, YardId } from '../../src-shared/ids.ts';
import type { PanelEvent, TimelineEvent, YardLink, YardSummary } from '../../src-shared/panel.ts';
import { fail, succeed, type Fault, type Result } from '../../src-shared/result.ts';
import { writeRefusal } from '../../src-shared/safety.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';
import { freshnessOf } from '../fleets/freshness.ts';
import { createPanelFeed, type FeedStart, type PanelFeed } from '../fleets/panel-feed.ts';
import { askSamples } from '../compare/findings/ask-behaviour.ts';
import type { ComparedLately } from '../compare/findings/compared-lately.ts';
import { openJournal } from '../journal/journal.ts';
import { readRecord } from '../journal/read-record.ts';
import type { OpenedYard, OpenYard } from '../yards/opened-yard.ts';
import { createEngine, type Engine } from './engine.ts';
import { guardedYard } from './guarded-yard.ts';

export interface YardSession {
  readonly id: YardId;
  readonly feed: PanelFeed;
  readonly summary: () => YardSummary;
  /** A fault says why there is none. */
  readonly engine: () => Result<Engine>;
  /** A change of ours was begun there and has not ended, as far as our records tell. */
  readonly hasUnfinished: () => Promise<boolean>;
  /** What our record of a rollout says, whether or not the yard is open. */
  readonly record: (rollout: RolloutId) => Promise<Result<RecordedAudit>>;
  /** All that is told of this yard, oldest first: our records, notes, and what the yard noticed. */
  readonly timeline: () => Promise<{
    readonly events: readonly TimelineEvent[];
    /** Records that cannot be read to their end. */
    readonly unreadable: number;
  }>;
  /** Opens it, or starts what it needs to run. */
  readonly start: () => Promise<Result<null>>;
  readonly stop: () => Promise<Result<null>>;
  readonly signIn: (mfaCode: string | null) => Promise<Result<null>>;
  /** Somebody can see it now, or nobody. */
  readonly setWatched: (isWatched: boolean) => void;
  /** The computer was asleep: nothing that was seen before is the present. */
  readonly wake: () => void;
  /** Reads band and link again, after settings of the yard have changed. */
  readonly refresh: () => void;
  readonly say: (severity: TimelineEvent['severity'], title: string, detail: string) => void;
  /** Ends our part for good; what runs in the yard stays there. */
  readonly close: () => Promise<void>;
}

export interface SessionNeeds {
  readonly id: YardId;
  readonly open: OpenYard;
  /** What is shown before it is open. */
  readonly first: Omit<FeedStart, 'self'>;
  readonly journalFolder: string;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly owner: Rollout['owner'];
  /** What else of two generations was compared in this panel; absent: nothing. */
  readonly comparedLately?: Pick<ComparedLately, 'ofGenerations' | 'keepSamples'>;
}

export interface SessionHooks {
  readonly push: (event: PanelEvent) => void;
  /** The summary may have changed. */
  readonly changed: () => void;
}

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening'; readonly done: Promise<Result<null>> }
  | { readonly kind: 'open'; readonly opened: OpenedYard; readonly engine: Engine }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly sinceMs: number };

export function createYardSession(needs: SessionNeeds, hooks: SessionHooks): YardSession {
  const { id, clock, newId } = needs;
  const feed = createPanelFeed({ ...needs.first, self: needs.owner }, hooks.push);
  let state: State = { kind: 'closed' };
  let isWatched = false;
  /** For good: what was on its way then must not come to life in a yard that was forgotten. */
  let isClosed = false;
  /** Set by a look that was refused for want of credentials; then nothing is asked until a person signs in. */
  let signedOut: { readonly sinceMs: number; readonly reason: string } | null = null;

  /** How many looks had begun when the connection came up that is there now. */
  let looksBefore: number | null = null;

  const isSignedOut = (): boolean => signedOut !== null;

  const linkNow = (): YardLink => {
    switch (state.kind) {
      case 'closed':
      case 'opening':
        return { kind: 'starting' };
      case 'failed':
        return { kind: 'failed', sinceMs: state.sinceMs, fault: state.fault };
      case 'open': {
        const { opened, engine } = state;
        if (signedOut !== null) {
          return { kind: 'signed-out', ...signedOut, needsMfa: opened.needsMfa };
        }
        const link = opened.link();
        const { observations } = engine;
        const { begun, answered } = observations.looks();
        looksBefore = link.kind === 'live' ? (looksBefore ?? begun) : null;
        const isAnswered = looksBefore !== null && answered > looksBefore;
        const held = isAnswered ? null : feed.snapshot().link;
        return freshnessOf(link, observations.sight(), clock.now(), held);
      }
    }
  };

  const refresh = (): void => {
    if (state.kind === 'open') {
      feed.showBand(state.opened.band());
      feed.showHostVersion(state.opened.hostVersion());
      const load = state.opened.load?.();
      if (load !== undefined) feed.showLoad(load);
    }
    feed.showLink(linkNow());
    hooks.changed();
  };

  const say: YardSession['say'] = (severity, title, detail) => {
    const base = { id: newId(), atMs: clock.now(), fleet: null, rollout: null, by: 'panel' };
    feed.addEvents([{ ...base, severity, title, detail }], 'on-top');
  };

  const looked = (result: Result<unknown>): void => {
    if (result.ok) {
      if (signedOut === null) return;
      signedOut = null;
      if (state.kind === 'open') state.engine.observations.start();
    } else if (result.fault.code === 'signed-out' && signedOut === null) {
      signedOut = { sinceMs: clock.now(), reason: plain(result.fault.message, 300) };
      if (state.kind === 'open') state.engine.observations.stop();
    }
    refresh();
  };

  const run = async (opened: OpenedYard): Promise<Result<null>> => {
    const started = await opened.start();
    if (!started.ok) {
      const { message, todo } = started.fault;
      say('trouble', 'The yard did not start', `${message} ${todo ?? ''}`.trim());
    }
    return started;
  };

  const open = async (): Promise<Result<null>> => {
    const opening = attempt(() => needs.open(refresh));
    const [result, journal] = await Promise.all([
      opening,
      openJournal(needs.journalFolder, clock.now),
    ]);
    if (isClosed) {
      state = { kind: 'closed' };
      if (result.ok) result.value.close();
      return fail(closedFault);
    }
    if (!result.ok) {
      state = { kind: 'failed', fault: result.fault, sinceMs: clock.now() };
      refresh();
      return result;
    }
    const opened = result.value;
    const refusal = (): string | null => writeRefusal(opened.band());
    const out = (): Fault | null =>
      signedOut === null
        ? null
        : { code: 'signed-out', message: signedOut.reason, todo: 'Sign in first.' };
    const yard = guardedYard(opened.yard, { refusal, looked, signedOut: out });
    const { owner } = needs;
    const engine = createEngine({
      ...{ yard, opened, journal, feed, clock, newId, owner },
      seenBesides: (sides) => Promise.resolve(needs.comparedLately?.ofGenerations(id, sides, feed.snapshot().fleets) ?? []), // prettier-ignore
      samples: askSamples({
        clock,
        listOf: (fleet) => listFor(feed.snapshot().settings.appearance, { yard: id, fleet }),
        keep: (...kept) => needs.comparedLately?.keepSamples(id, ...kept),
      }),
      changed: refresh,
    });
    signedOut = null;
    looksBefore = null;
    state = { kind: 'open', opened, engine };
    feed.showCapabilities(yard.capabilities);
    engine.observations.setWatched(isWatched);
    refresh();
    engine.observations.start();
    const started = run(opened);
    void started.then(() => (isClosed ? undefined : engine.resume()));
    return started;
  };

  const start = (): Promise<Result<null>> => {
    if (isClosed) return Promise.resolve(fail(closedFault));
    if (state.kind === 'open') return run(state.opened);
    if (state.kind === 'opening') return state.done;
    const done = open();
    state = { kind: 'opening', done };
    refresh();
    return done;
  };

  const end = async (): Promise<void> => {
    const ending = state;
    state = { kind: 'closed' };
    if (ending.kind !== 'open') return;
    await ending.engine.stop();
    ending.opened.close();
  };

  return {
    id,
    feed,
    summary: () => {
      const { band, progress } = feed.snapshot();
      const { account } = band;
      return {
        id,
        name: band.yardName,
        kind: band.kind,
        detail: account === null ? band.detail : `${account.id} ${account.region}`,
        status: state.kind === 'closed' ? 'closed' : linkNow().kind,
        running: progress[0]?.title ?? null,
      };
    },
    engine: () =>
      state.kind === 'open'
        ? succeed(state.engine)
        : fail(
            state.kind === 'failed'
              ? state.fault
              : { code: 'unreachable', message: 'This yard is not open yet.' },
          ),
    hasUnfinished: async () => {
      const journal = await openJournal(needs.journalFolder, clock.now);
      return (await journal.readUnfinished()).length > 0;
    },
    record: (rollout) => readRecord(needs.journalFolder, rollout),
    timeline: async () => {
      const journal = await openJournal(needs.journalFolder, clock.now);
      const { events, troubles } = await journal.readHistory(wholeTimeline);
      const told = new Set(events.map(({ id }) => id));
      // Notes, and what the yard noticed, are in no record of ours.
      const beside = feed.snapshot().timeline.filter(({ id }) => !told.has(id));
      return {
        events: [...events, ...beside].sort((a, b) => a.atMs - b.atMs),
        unreadable: troubles.length,
      };
    },
    start,
    stop: () =>
      state.kind === 'open'
        ? state.opened.stop()
        : Promise.resolve(fail({ code: 'refused', message: 'This yard is not open.' })),
    signIn: async (mfaCode) => {
      if (state.kind !== 'open') return start();
      const { opened, engine } = state;
      if (opened.signIn === null) return succeed(null);
      const result = await attempt(
        () => opened.signIn?.(mfaCode) ?? Promise.resolve(succeed(null)),
      );
      if (result.ok) {
        // Whatever the first look says: from here on the yard can be asked again.
        signedOut = null;
        await engine.observations.fresh();
        if (!isSignedOut()) engine.observations.start();
      }
      refresh();
      return result;
    },
    setWatched: (value) => {
      isWatched = value;
      if (state.kind === 'open') state.engine.observations.setWatched(value);
    },
    wake: () => {
      if (state.kind === 'open') state.engine.observations.wake();
    },
    refresh,
    say,
    close: async () => {
      isClosed = true;
      // It closes what it opens when it sees the flag.
      if (state.kind === 'opening') await state.done;
      await end();
    },
  };
}

/** No bound that anybody reaches. */
const wholeTimeline = 1_000_000;

const closedFault: Fault = { code: 'not-found', message: 'This yard was forgotten.' };
