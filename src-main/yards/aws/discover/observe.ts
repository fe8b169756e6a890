/**
 * One observation of a region: rules, targets and servers each time, the rest when it is due.
 * Fails as a whole when a fact fails that decides who serves: half a picture would look like a change.
 */
import type { TestEntries } from '../../../../src-shared/test-entry.ts';
import { fail, FaultError, faultOf, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import { createGate, LookOverError, type Gate } from './at-once.ts';
import { inBatches, type AwsReader, type GroupRow } from './aws-reader.ts';
import {
  batchSizes,
  callsAtOnce,
  observationPace,
  quietMs,
  type CycleCounts,
} from './call-budget.ts';
import { withTestsApart } from './declared-test.ts';
import { compare } from './fingerprint.ts';
import { groupFleets, type FleetGrouping } from './group-fleets.ts';
import { pacedReader } from './paced-reader.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createScalingFacts } from './scaling-facts.ts';
import {
  recordOf,
  rolloutTag,
  saysStopped,
  type AwsReading,
  type Listener,
  type TargetGroup,
} from './reading.ts';
import { unlistedOf } from './unlisted-servers.ts';
import { createSlowFacts } from './slow-facts.ts';
import { sortedRules } from './test-rule.ts';

export interface Observed {
  readonly reading: AwsReading;
  /** Of the same moment as `reading.atMs`, on the clock that never goes back. */
  readonly monotonicMs: number;
  /** Monotonic; before the first question to AWS. */
  readonly begunAtMs: number;
  readonly groupings: readonly FleetGrouping[];
  /** What the budget of the fast calls is computed from. */
  readonly counts: CycleCounts;
}

export interface ObserverPorts {
  readonly region: string;
  readonly clock: Clock;
  /** What looks may cost. @default its own, with the stated budget */
  readonly pacer?: Pacer;
  /** Test listeners and rules of the operator. Read anew each time. @default none */
  readonly declaredTests?: (() => TestEntries) | undefined;
  /** A look knows of more servers than before. */
  readonly progressed?: (() => void) | undefined;
}

export interface LookProgress {
  readonly servers: number;
  /** Null before its target groups have said it. */
  readonly of: number | null;
}

export interface AwsObserver {
  /** Tags of groups or images were changed by us: the next look reads them anew. */
  readonly tagsChanged: () => void;
  /** The last look was throttled: nothing is asked for a while, and `observe` says so. */
  readonly isBackingOff: () => boolean;
  /** So long is nothing asked after it, in milliseconds; null: it is asked as usual. */
  readonly quietMs: () => number | null;
  /** How far the look is that runs or ran last. */
  readonly progress: () => LookProgress;
  /** One at a time: a second call while one runs gets the answer of the first, which says when it began. */
  /** @param turned ARNs of test rules that are turned for a proof, by whichever panel: no client meets them. */
  readonly observe: (turned?: Promise<ReadonlySet<string>>) => Promise<Result<Observed>>;
}

/** Load balancers that have rules or listeners with weighted target groups. */
const routing = new Set(['application', 'network']);

export function createAwsObserver(
  unpaced: AwsReader,
  {
    region,
    clock,
    declaredTests,
    progressed,
    pacer = createPacer(clock, observationPace),
  }: ObserverPorts,
): AwsObserver {
  const reader = pacedReader(unpaced, pacer);
  const places = createGate(callsAtOnce);
  /** Of the look that runs: once it has failed, what it had still to ask is not asked any more. */
  let look = new AbortController();
  const gate: Gate = (work) => {
    const { signal } = look;
    return places(() => (signal.aborted ? Promise.reject(new LookOverError()) : work()));
  };
  let quiet: { readonly untilMs: number; readonly pauseMs: number; readonly times: number } | null =
    null;
  let progress: LookProgress = { servers: 0, of: null };
  const slow = createSlowFacts(reader, gate);
  const scalingFacts = createScalingFacts(reader, gate);
  let running: Promise<Result<Observed>> | null = null;

  const isQuiet = (): boolean => quiet !== null && clock.monotonicMs() < quiet.untilMs;

  function judged(result: Result<Observed>): Result<Observed> {
    if (result.ok) quiet = null;
    else look.abort();
    if (result.ok || result.fault.code !== 'throttled') return result;
    const times = quiet?.times ?? 0;
    const pauseMs = quietMs[Math.min(times, quietMs.length - 1)] ?? 0;
    quiet = { untilMs: clock.monotonicMs() + pauseMs, pauseMs, times: times + 1 };
    return result;
  }

  async function observeOnce(turned: Promise<ReadonlySet<string>>): Promise<Observed> {
    const gaps: string[] = [];
    progress = { servers: 0, of: null };
    const nowMs = clock.monotonicMs();
    const [rows, balancers] = await Promise.all([
      gate(reader.targetGroups),
      gate(reader.loadBalancers),
    ]);
    const blockGroups = rows.filter(({ targetType }) => targetType === 'instance');
    const [entries, tags] = await Promise.all([
      readEntries(blockGroups),
      slow.tags.of(
        blockGroups.map(({ arn }) => arn),
        nowMs,
      ),
    ]);
    if (tags.gap !== null) gaps.push(tags.gap);
    const targetGroups = rows.map((row): TargetGroup => ({
      ...row,
      tags: tags.known.get(row.arn) ?? {},
      attributes: null,
    }));
    const known = new Set(entries.listeners.map(({ loadBalancerArn }) => loadBalancerArn));
    const bare = withTestsApart(
      {
        atMs: clock.now(),
        region,
        loadBalancers: balancers.filter(({ arn }) => known.has(arn)),
        listeners: entries.listeners,
        ...sortedRules(entries.rules),
        targetGroups,
        targets: {},
        instances: {},
        images: [],
        missingImages: [],
        scaling: [],
        gaps,
      },
      declaredTests?.() ?? [],
      await turned,
    );
    const ours = groupFleets(bare).flatMap(({ attached, idle }) => [...attached, ...idle]);
    const arns = [...new Set(ours.map(({ arn }) => arn))].sort(compare);
    const [targets, attributes] = await Promise.all([
      Promise.all(arns.map((arn) => unlessGone(() => reader.targets(arn), arn, gaps))),
      slow.attributes.of(arns, nowMs),
    ]);
    if (attributes.gap !== null) gaps.push(attributes.gap);
    const ids = [...new Set(targets.flatMap((list) => list ?? []).map(({ id }) => id))].sort(
      compare,
    );
    const batches = inBatches(ids, batchSizes.instances);
    progress = { servers: 0, of: ids.length };
    const readBatch = async (some: readonly string[]) => {
      const found = await gate(() => reader.instances(some));
      progress = { ...progress, servers: progress.servers + found.length };
      progressed?.();
      return found;
    };
    const emptied = ours.filter(({ arn, tags }) => {
      const list = targets[arns.indexOf(arn)];
      return saysStopped(tags) && list !== null && list?.length === 0;
    });
    const [read, stopped] = await Promise.all([
      Promise.all(batches.map(readBatch)),
      emptied.length === 0 ? [] : gate(() => reader.marked(emptied.map(({ tags }) => tags[rolloutTag] ?? ''))), // prettier-ignore
    ]);
    const unlisted = unlistedOf(emptied, stopped);
    const instances = [...read.flat(), ...stopped];
    const imageIds = [...new Set(instances.map(({ imageId }) => imageId))].filter(
      (id) => id !== '',
    );
    const [images, scaling] = await Promise.all([
      slow.images.of(imageIds.sort(compare), nowMs),
      scalingFacts(ours, instances, nowMs),
    ]);
    if (images.gap !== null) gaps.push(images.gap);
    gaps.push(...scaling.gaps);
    const reading: AwsReading = {
      ...bare,
      atMs: clock.now(),
      targetGroups: targetGroups.map((group) => ({
        ...group,
        attributes: attributes.known.get(group.arn) ?? null,
      })),
      targets: recordOf(
        arns.flatMap((arn, index) => {
          const list = targets[index];
          return list === null || list === undefined ? [] : [[arn, list] as const];
        }),
      ),
      instances: recordOf(instances.map((one) => [one.id, one] as const)),
      ...(emptied.length === 0 ? {} : { unlisted }),
      images: [...images.known.values()].filter((image) => image !== null),
      missingImages: [...images.known].flatMap(([id, image]) => (image === null ? [id] : [])),
      scaling: scaling.groups.map((group) => ({
        group,
        details: scaling.details.get(group.name) ?? null,
        trouble: scaling.troubles.get(group.name) ?? null,
      })),
    };
    return {
      reading,
      monotonicMs: clock.monotonicMs(),
      begunAtMs: nowMs,
      groupings: groupFleets(reading),
      counts: {
        targetGroups: rows.length,
        loadBalancers: balancers.length,
        listeners: entries.listenerCounts,
        rules: entries.ruleCounts,
        fleetGroups: arns.length,
        instances: ids.length,
        scalingGroups: scaling.asked,
      },
    };
    async function readEntries(groups: readonly GroupRow[]) {
      const named = new Set(groups.flatMap(({ loadBalancerArns }) => loadBalancerArns));
      const wanted = balancers.filter(({ arn, type }) => named.has(arn) && routing.has(type));
      const each = await Promise.all(
        wanted.map(async ({ arn }) => {
          const found = await unlessGone(() => reader.listeners(arn), arn, gaps);
          const { listeners = [], defaults = [] } = found ?? {};
          const withRules = listeners.filter(hasRules);
          const rules = await Promise.all(
            withRules.map((one) => unlessGone(() => reader.rules(one), one.arn, gaps)),
          );
          // With the default rule, which came along and was left out.
          const ruleCounts = rules.map((list) => (list?.length ?? 0) + 1);
          return {
            listeners,
            rules: [...defaults, ...rules.flatMap((list) => list ?? [])],
            ruleCounts,
          };
        }),
      );
      return {
        listeners: each.flatMap(({ listeners }) => listeners),
        rules: each.flatMap(({ rules }) => rules),
        listenerCounts: each.map(({ listeners }) => listeners.length),
        ruleCounts: each.flatMap(({ ruleCounts }) => ruleCounts),
      };
    }
  }

  /** Deleted between two calls of one observation: told, and no reason to lose all the others. */
  async function unlessGone<Value>(
    ask: () => Promise<Value>,
    arn: string,
    gaps: string[],
  ): Promise<Value | null> {
    try {
      return await gate(ask);
    } catch (error) {
      if (!(error instanceof FaultError) || error.fault.code !== 'not-found') throw error;
      gaps.push(`${plain(arn, 120)} was listed but is not found any more.`);
      return null;
    }
  }

  return {
    tagsChanged: () => {
      slow.tags.changed();
      slow.images.changed();
    },
    isBackingOff: () => quiet !== null,
    quietMs: () => quiet?.pauseMs ?? null,
    progress: () => progress,
    observe(turned = Promise.resolve(new Set())) {
      if (running === null && isQuiet()) {
        const leftMs = (quiet?.untilMs ?? 0) - clock.monotonicMs();
        const message = `AWS throttles us: nothing is asked for ${Math.ceil(leftMs / 1000)} s.`;
        return Promise.resolve(fail({ code: 'throttled', message }));
      }
      if (running === null) look = new AbortController();
      running ??= observeOnce(turned)
        .then(succeed, (error: unknown) => fail(faultOf(error)))
        .then(judged)
        .finally(() => {
          running = null;
        });
      return running;
    },
  };
}

/** Listeners of a network load balancer have a default action only. */
function hasRules({ protocol }: Listener): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS';
}
