/**
 * Tags, attributes and images: they change seldom, so they are asked for when first met and about once
 * a minute. A failure leaves what was known before: these facts name and explain, they do not decide.
 */
import { faultOf } from '../../../../src-shared/result.ts';
import type { AmiImage } from '../../../../src-shared/image.ts';
import { inBatches, type AwsReader } from './aws-reader.ts';
import type { Gate } from './at-once.ts';
import { batchSizes } from './call-budget.ts';
import type { GroupAttributes, Tags } from './reading.ts';

/** Null: AWS was asked and does not have it. */
interface Kept<Value> {
  readonly value: Value | null;
  readonly askedAtMs: number;
}

interface SlowFact<Value> {
  /** What is known after asking for what is due. `gap` says why it may be old or missing. */
  readonly of: (
    keys: readonly string[],
    nowMs: number,
  ) => Promise<{ readonly known: ReadonlyMap<string, Value | null>; readonly gap: string | null }>;
}

export interface SlowFacts {
  readonly tags: SlowFact<Tags>;
  readonly attributes: SlowFact<GroupAttributes>;
  readonly images: SlowFact<AmiImage>;
}

export const slowMs = { tags: 60_000, attributes: 60_000, images: 300_000 } as const;

/** One call for each group: of many groups they are asked for so seldom that looks keep most of the budget. */
const msPerAttributes = 700;

export function createSlowFacts(reader: AwsReader, gate: Gate): SlowFacts {
  return {
    tags: slowFact(
      'Tags',
      () => slowMs.tags,
      async (arns) => {
        const batches = inBatches(arns, batchSizes.tags);
        const found = await Promise.all(batches.map((some) => gate(() => reader.tags(some))));
        return found.flatMap((record) => Object.entries(record));
      },
    ),
    attributes: slowFact(
      'Attributes of target groups',
      (count) => Math.max(slowMs.attributes, count * msPerAttributes),
      (arns) =>
        Promise.all(
          arns.map(async (arn) => [arn, await gate(() => reader.attributes(arn))] as const),
        ),
    ),
    images: slowFact(
      'Images',
      () => slowMs.images,
      async (ids) => {
        const batches = inBatches(ids, batchSizes.filter);
        const found = await Promise.all(batches.map((some) => gate(() => reader.images(some))));
        return found.flat().map((image) => [image.id, image] as const);
      },
    ),
  };
}

function slowFact<Value>(
  title: string,
  /** @param count of what there is to ask for. */
  maxAgeMs: (count: number) => number,
  ask: (keys: readonly string[]) => Promise<readonly (readonly [string, Value])[]>,
): SlowFact<Value> {
  let kept = new Map<string, Kept<Value>>();
  let failedAtMs = -Infinity;
  let gap: string | null = null;
  return {
    async of(keys, nowMs) {
      // All at once when one grows old, so that ordinary cycles in between cost nothing.
      const isOld = keys.some(
        (key) => nowMs - (kept.get(key)?.askedAtMs ?? nowMs) >= maxAgeMs(keys.length),
      );
      const due = isOld ? keys : keys.filter((key) => !kept.has(key));
      if (due.length > 0 && nowMs - failedAtMs >= retryMs) {
        try {
          const found = new Map(await ask(due));
          const renewed = new Map(keys.flatMap((key) => entryOf(kept, key)));
          for (const key of due) {
            renewed.set(key, { value: found.get(key) ?? null, askedAtMs: nowMs });
          }
          kept = renewed;
          gap = null;
        } catch (error) {
          const fault = faultOf(error);
          if (fault.code === 'signed-out') throw error;
          failedAtMs = nowMs;
          gap = `${title} could not be read: ${fault.message}`;
        }
      }
      return {
        known: new Map(
          keys.flatMap((key) => entryOf(kept, key).map(([, one]) => [key, one.value])),
        ),
        gap,
      };
    },
  };
}

/** Not with every cycle: a denied call stays denied, and a throttled one needs a rest. */
const retryMs = 30_000;

function entryOf<Value>(
  kept: ReadonlyMap<string, Value>,
  key: string,
): (readonly [string, Value])[] {
  const one = kept.get(key);
  return one === undefined ? [] : [[key, one]];
}
