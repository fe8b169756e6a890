/** One look at an account: the fleets, who is at work on them, and what was noticed on the way. */
import type { HttpEntry } from '../../../src-shared/fleet.ts';
import { asGenerationId, type FleetId } from '../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../src-shared/marker.ts';
import { notesSeen } from '../../../src-shared/note.ts';
import type { TestEntry } from '../../../src-shared/test-entry.ts';
import type { YardLink } from '../../../src-shared/panel.ts';
import { fail, succeed, type Fault, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import type { YardObservation } from '../port.ts';
import type { FleetClaims } from './claims/claim-records.ts';
import { notesIn } from './claims/note-records.ts';
import type { SsmClaims } from './claims/ssm-claims.ts';
import type { FleetGrouping } from './discover/group-fleets.ts';
import type { AwsObserver } from './discover/observe.ts';
import type { AwsReading } from './discover/reading.ts';
import type { EndedServers } from './ended-servers.ts';
import type { FoundImages } from './found-images.ts';
import { startedFor } from './groups/scaled-orders.ts';
import { addedBy, launchedBy } from './launch/launches.ts';
import type { TakenNumbers } from './launch/taken-numbers.ts';
import { linkAfter } from './link-after.ts';
import type { EntryView } from './route/entry-view.ts';
import type { CallLedger } from './session/call-ledger.ts';
import { previousIn, type YardMemory } from './yard-memory.ts';
import type { YardNotices } from './yard-notices.ts';

export interface LookPorts {
  readonly clock: Clock;
  readonly ledger: CallLedger;
  readonly observer: AwsObserver;
  readonly claims: Pick<SsmClaims, 'readAll' | 'rolloutIn'>;
  readonly memory: YardMemory;
  readonly notices: YardNotices;
  readonly foundImages: FoundImages;
  readonly markerOf: (fleet: FleetId) => DeclaredMarker | null;
  readonly testOf: (fleet: FleetId) => TestEntry | null;
  /** Until when a person has to sign in again, epoch milliseconds; null when nobody has to. */
  readonly signInByMs: () => number | null;
  readonly endedServers: Pick<EndedServers, 'of'>;
  readonly takenNumbers: Pick<TakenNumbers, 'read' | 'in'>;
  /** Keeps the revert's connection open. */
  readonly warmRevert: () => Promise<unknown>;
}

export interface AwsLooks {
  readonly observe: () => Promise<Result<YardObservation>>;
  /** As the last look left it. */
  readonly link: () => YardLink;
  /** Milliseconds between the last two good looks; null before there were two. */
  readonly spacingMs: () => number | null;
}

/** Idle connections are closed by AWS after a minute; a press must find one open. */
const warmEveryMs = 15_000;

export function createAwsLooks(ports: LookPorts): AwsLooks {
  const { clock, ledger, observer, claims, memory, notices, foundImages, markerOf } = ports;
  const { takenNumbers } = ports;
  let claimsRead: ReadonlyMap<string, FleetClaims> = new Map();
  let claimsFault: Fault | null = null;
  let lookedAtMs: number | null = null;
  let spacingMs: number | null = null;
  let link: YardLink = { kind: 'starting' };
  let warmedAtMs = -Infinity;

  const takeClaims = (read: Awaited<ReturnType<typeof claims.readAll>>): void => {
    if (read.ok) {
      claimsRead = read.value;
      claimsFault = null;
      return;
    }
    // What was read last stands, unless we may not read at all.
    if (read.fault.code === 'denied') claimsRead = new Map();
    if (claimsFault?.message !== read.fault.message) {
      notices.note(
        `Who works on the fleets cannot be read: ${read.fault.message}`,
        'warning',
        null,
      );
    }
    claimsFault = read.fault;
  };

  const running = (
    view: EntryView,
    own: FleetClaims,
    grouping: FleetGrouping,
    reading: AwsReading,
  ) => {
    const rollout = claims.rolloutIn(own);
    if (rollout === null) return { previous: previousIn(view, own), rollout };
    const generations = launchedBy(grouping, rollout.id);
    const launched = [
      ...generations,
      ...startedFor(grouping, reading, rollout.id),
      ...addedBy(grouping, reading, rollout.id),
    ];
    return { previous: previousIn(view, own, generations), rollout: { ...rollout, launched } };
  };

  const observe = async (): Promise<Result<YardObservation>> => {
    notices.credentialsEnd(ports.signInByMs());
    // Claims have a bucket of their own, but what they say is of no use without a look.
    const reading = observer.isBackingOff() ? null : claims.readAll();
    const numbers = observer.isBackingOff() ? null : takenNumbers.read();
    const looked = await observer.observe(reading?.then(turnedIn));
    if (!looked.ok) {
      const { fault } = looked;
      const why = fault.code === 'throttled' ? notices.whyThrottled(ledger.recent()) : null;
      link = linkAfter(fault, link, clock.now());
      return fail({ ...fault, message: why ?? fault.message });
    }
    takeClaims(await (reading ?? claims.readAll()));
    await numbers;
    const monotonicMs = clock.monotonicMs();
    notices.gaps(looked.value.reading.gaps);
    notices.lookedUnder(ledger.recent(), lookedAtMs === null ? null : monotonicMs - lookedAtMs);
    spacingMs = lookedAtMs === null ? null : monotonicMs - lookedAtMs;
    lookedAtMs = monotonicMs;
    link = { kind: 'live' };
    const { begunAtMs } = looked.value;
    const { atMs, images } = looked.value.reading;
    const fleets = memory.learn(looked.value, claimsRead, (grouping, view, own) => ({
      ...running(view, own, grouping, looked.value.reading),
      marker: markerKind(markerOf(grouping.id)),
      test: ports.testOf(grouping.id),
      ending: own.ending,
      turned: own.turned,
      ended: ports.endedServers.of(grouping.id),
      meantSizes: new Map(
        Object.entries(own.previous?.sizes ?? {}).map(([id, size]) => [asGenerationId(id), size]),
      ),
    }));
    if (clock.monotonicMs() - warmedAtMs > warmEveryMs) {
      warmedAtMs = clock.monotonicMs();
      void ports.warmRevert();
    }
    return succeed({
      ...{ observedAtMs: atMs, begunAtMs, notices: notices.all() },
      fleets: fleets.map(takenNumbers.in),
      images: foundImages.beside(images),
      notes: notesIn([...claimsRead.values()].flatMap(({ notes }) => notes)).slice(-notesSeen),
    });
  };

  return { observe, link: () => link, spacingMs: () => spacingMs };
}

function turnedIn(read: Awaited<ReturnType<SsmClaims['readAll']>>): ReadonlySet<string> {
  const all = read.ok ? [...read.value.values()] : [];
  return new Set(all.flatMap(({ turned }) => turned.map(({ rule }) => rule.arn)));
}

function markerKind(marker: DeclaredMarker | null): HttpEntry['marker'] {
  return marker === null ? 'none' : 'declared';
}
