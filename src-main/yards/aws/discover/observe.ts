/**
 * One observation of a region: rules, targets and servers each time, the rest when it is due.
 * Fails as a whole when a fact fails that decides who serves: half a picture would look like a change.
 */
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
import { compare } from './fingerprint.ts';
import { groupFleets, type FleetGrouping } from './group-fleets.ts';
import { pacedReader } from './paced-reader.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { recordOf, type AwsReading, type Listener, type TargetGroup } from './reading.ts';
import { createSlowFacts } from './slow-facts.ts';

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
}

export interface AwsObserver {
  /** The last look was throttled: nothing is asked for a while, and `observe` says so. */
  readonly isBackingOff: () => boolean;
  /** One at a time: a second call while one runs gets the answer of the first, which says when it began. */
  readonly observe: () => Promise<Result<Observed>>;
}

/** Load balancers that have rules or listeners with weighted target groups. */
const routing = new Set(['application', 'network']);

export function createAwsObserver(
  unpaced: AwsReader,
  { region, clock, pacer = createPacer(clock, observationPace) }: ObserverPorts,
): AwsObserver {
  const reader = pacedReader(unpaced, pacer);
  const places = createGate(callsAtOnce);
  /** Of the look that runs: once it has failed, what it had still to ask is not asked any more. */
  let look = new AbortController();
  const gate: Gate = (work) => {
    const { signal } = look;
    return places(() => (signal.aborted ? Promise.reject(new LookOverError()) : work()));
  };
  let quiet: { readonly untilMs: number; readonly times: number } | null = null;
  const slow = createSlowFacts(reader, gate);
  let running: Promise<Result<Observed>> | null = null;

  const isQuiet = (): boolean => quiet !== null && clock.monotonicMs() < quiet.untilMs;

  function judged(result: Result<Observed>): Result<Observed> {
    if (result.ok) quiet = null;
    else look.abort();
    if (result.ok || result.fault.code !== 'throttled') return result;
    const times = quiet?.times ?? 0;
    const pauseMs = quietMs[Math.min(times, quietMs.length - 1)] ?? 0;
    quiet = { untilMs: clock.monotonicMs() + pauseMs, times: times + 1 };
    return result;
  }

  async function observeOnce(): Promise<Observed> {
    const gaps: string[] = [];
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
    const bare: AwsReading = {
      atMs: clock.now(),
      region,
      loadBalancers: balancers.filter(({ arn }) => known.has(arn)),
      listeners: entries.listeners,
      rules: entries.rules,
      targetGroups,
      targets: {},
      instances: {},
      images: [],
      missingImages: [],
      gaps,
    };
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
    const instances = (
      await Promise.all(batches.map((some) => gate(() => reader.instances(some))))
    ).flat();
    const imageIds = [...new Set(instances.map(({ imageId }) => imageId))].filter(
      (id) => id !== '',
    );
    const images = await slow.images.of(imageIds.sort(compare), nowMs);
    if (images.gap !== null) gaps.push(images.gap);
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
      images: [...images.known.values()].filter((image) => image !== null),
      missingImages: [...images.known].flatMap(([id, image]) => (image === null ? [id] : [])),
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
    isBackingOff: () => quiet !== null,
    observe() {
      if (running === null && isQuiet()) {
        const leftMs = (quiet?.untilMs ?? 0) - clock.monotonicMs();
        const message = `AWS throttles us: nothing is asked for ${Math.ceil(leftMs / 1000)} s.`;
        return Promise.resolve(fail({ code: 'throttled', message }));
      }
      if (running === null) look = new AbortController();
      running ??= observeOnce()
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
