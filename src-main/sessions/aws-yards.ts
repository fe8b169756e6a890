/**
 * Accounts and regions as yards: found, tried out, kept, changed, forgotten. The SDK is behind `door`
 * and loaded when it is first asked for, so that a start on the local yard pays nothing for it.
 */
import type { AwsConnection, Safety } from '../../src-shared/aws-connection.ts';
import type { FleetId, YardId } from '../../src-shared/ids.ts';
import type { CallOrder } from '../../src-shared/ipc-contract.ts';
import type { MarkerDeclaration } from '../../src-shared/marker.ts';
import type { Markers } from '../../src-shared/panel.ts';
import { fail, succeed, type Fault, type Result } from '../../src-shared/result.ts';
import { accountNumber, plain } from '../../src-shared/wording.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { AwsDoor } from '../yards/aws-door.ts';
import type { KeptYard } from '../yards/kept-yard.ts';
import type { OpenYard } from '../yards/opened-yard.ts';
import type { WorkerFleet } from '../../src-shared/worker-fleets.ts';
import type { Sessions } from './sessions.ts';
import type { SessionHooks, YardSession } from './yard-session.ts';

export interface AwsYards {
  readonly profiles: AwsDoor['profiles'];
  readonly tryOut: AwsDoor['identify'];
  readonly connect: (wanted: CallOrder<'aws.connect'>) => Promise<Result<YardId>>;
  readonly forget: (id: YardId) => Promise<Result<null>>;
  readonly change: (
    id: YardId,
    change: CallOrder<'yard.settings'>['change'],
  ) => Promise<Result<null>>;
  /** Adds a session for each kept yard, without opening any. */
  readonly addKept: () => void;
}

export interface AwsYardsNeeds {
  readonly door: AwsDoor;
  readonly settings: SettingsFile;
  readonly sessions: Sessions;
  readonly makeSession: (kept: KeptYard, open: OpenYard, hooks: SessionHooks) => YardSession;
  readonly newYardId: () => YardId;
}

export function createAwsYards(needs: AwsYardsNeeds): AwsYards {
  const { door, settings, sessions, newYardId } = needs;

  const keptOf = (id: YardId): KeptYard | undefined =>
    settings.yards().find((one) => one.id === id);

  const add = (kept: KeptYard): void => {
    const now = (): KeptYard => keptOf(kept.id) ?? kept;
    sessions.add((hooks) => needs.makeSession(kept, (changed) => door.open(now, changed), hooks));
  };

  const changeKept = async (
    id: YardId,
    change: (kept: KeptYard) => KeptYard,
  ): Promise<Result<null>> => {
    if (keptOf(id) === undefined) return fail(notOurs(id));
    try {
      await settings.changeYard(id, change);
    } finally {
      const kept = keptOf(id);
      const session = sessions.of(id);
      // What holds now is what is shown, saved or not.
      if (session.ok && kept !== undefined) {
        session.value.feed.showMarkers(kept.markers);
        session.value.feed.showTests(kept.tests ?? []);
        session.value.feed.showWorkerFleets(kept.workerFleets ?? []);
        session.value.refresh();
      }
    }
    return succeed(null);
  };

  const setSafety = async (id: YardId, safety: Safety): Promise<Result<null>> => {
    const session = sessions.of(id);
    if (!session.ok) return session;
    const { running } = session.value.summary();
    if (safety === 'observe' && running !== null) {
      return fail({
        code: 'refused',
        message: `A change runs in this yard (${plain(running, 100)}): it must be able to write to its end.`,
        todo: 'Wait for its end, or revert, and then choose Observe.',
      });
    }
    return changeKept(id, (kept) => ({ ...kept, safety }));
  };

  const runningIn = (id: YardId, what: string): Fault | null => {
    const session = sessions.of(id);
    const running = session.ok ? session.value.summary().running : null;
    if (running === null) return null;
    return {
      code: 'refused',
      message: `A change runs in this yard (${plain(running, 100)}): ${what} must stay as it is to its end.`,
      todo: 'Wait for its end.',
    };
  };

  /** What is set apart changes what the entry of the fleet is, so nothing may be under way. */
  const declareTest = async (id: YardId, { fleet, test }: TestChange): Promise<Result<null>> => {
    const busy = runningIn(id, 'its test listener or rule');
    if (busy !== null) return fail(busy);
    return changeKept(id, (kept) => {
      const others = (kept.tests ?? []).filter((one) => one.fleet !== fleet);
      return { ...kept, tests: test === null ? others : [...others, { fleet, test }] };
    });
  };

  const declareWorkers = async (
    id: YardId,
    { before, declared }: WorkersChange,
  ): Promise<Result<null>> => {
    const kept = keptOf(id)?.workerFleets ?? [];
    const others = kept.filter(({ name }) => name !== before);
    if (declared !== null && others.some(({ name }) => name === declared.name)) {
      return fail({
        code: 'refused',
        message: `A fleet called ${plain(declared.name, 60)} is declared already.`,
        todo: 'Change that one, or choose another name.',
      });
    }
    const busy = runningIn(id, 'how servers are told');
    if (busy !== null) return fail(busy);
    return changeKept(id, (now) => ({
      ...now,
      workerFleets: withWorkers(now.workerFleets ?? [], before, declared),
    }));
  };

  return {
    profiles: door.profiles,
    tryOut: door.identify,
    connect: async ({ connection, safety, accountId, mfaCode }) => {
      const known = settings.yards().find((kept) => isSame(kept.connection, connection));
      if (known !== undefined) return succeed(known.id);
      const identity = await door.identify(connection, mfaCode);
      if (!identity.ok) return identity;
      if (identity.value.accountId !== accountId) {
        return fail({
          code: 'conflict',
          message: `These credentials now lead to account ${accountNumber(identity.value.accountId)}, not to ${accountNumber(accountId)} as shown.`,
          todo: 'Test the connection again and look where it leads.',
        });
      }
      const kept: KeptYard = {
        ...{ id: newYardId(), kind: 'aws', connection, safety, accountId },
        markers: [],
      };
      await settings.keepYard(kept);
      add(kept);
      return succeed(kept.id);
    },
    forget: async (id) => {
      const kept = keptOf(id);
      if (kept === undefined) return fail(notOurs(id));
      const session = sessions.of(id);
      const running = session.ok ? session.value.summary().running : null;
      if (running !== null) {
        return fail({
          code: 'refused',
          message: `A change runs in this yard (${plain(running, 100)}).`,
          todo: 'Wait for its end before the yard is forgotten.',
        });
      }
      await settings.dropYard(id);
      await sessions.remove(id);
      return succeed(null);
    },
    change: (id, change) => {
      if (change.kind === 'safety') return setSafety(id, change.safety);
      if (change.kind === 'images') {
        return changeKept(id, (kept) => ({ ...kept, keepsImages: change.keepsImages }));
      }
      if (change.kind === 'worker-fleet') return declareWorkers(id, change);
      if (change.kind === 'test-entry') return declareTest(id, change);
      return changeKept(id, (kept) => ({
        ...kept,
        markers: withMarker(kept.markers, change.fleet, change.marker),
      }));
    },
    addKept: () => {
      for (const kept of settings.yards()) add(kept);
    },
  };
}

function withMarker(markers: Markers, fleet: FleetId, marker: MarkerDeclaration): Markers {
  const others = markers.filter((one) => one.fleet !== fleet);
  return marker.kind === 'none' ? others : [...others, { fleet, marker }];
}

type TestChange = Extract<CallOrder<'yard.settings'>['change'], { readonly kind: 'test-entry' }>;

type WorkersChange = Extract<
  CallOrder<'yard.settings'>['change'],
  { readonly kind: 'worker-fleet' }
>;

/** In its place, so that nothing moves on the screen. */
function withWorkers(
  kept: readonly WorkerFleet[],
  before: string | null,
  declared: WorkerFleet | null,
): WorkerFleet[] {
  const next = declared === null ? [] : [declared];
  return kept.some(({ name }) => name === before)
    ? kept.flatMap((one) => (one.name === before ? next : [one]))
    : [...kept, ...next];
}

function isSame(a: AwsConnection, b: AwsConnection): boolean {
  return JSON.stringify(keyOf(a)) === JSON.stringify(keyOf(b));
}

function keyOf({ credentials, region, endpoint }: AwsConnection): readonly unknown[] {
  const who = credentials.kind === 'profile' ? credentials.profile : null;
  return [credentials.kind, who, region, endpoint];
}

function notOurs(id: YardId) {
  return {
    code: 'not-found',
    message: `${plain(id, 80)} is no connected yard, so it has no settings of its own.`,
  } as const;
}
