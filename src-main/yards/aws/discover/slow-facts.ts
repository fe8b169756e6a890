/**
 * Tags, attributes and images: they change seldom, so they are asked for when first met and about once
 * a minute. A failure leaves what was known before: these facts name and explain, they do not decide.
 */
import { faultOf, type Fault } from '../../../../src-shared/result.ts';
import type { AmiImage } from '../../../../src-shared/image.ts';
import { inBatches, type AwsReader } from './aws-reader.ts';
import { LookOverError, type Gate } from './at-once.ts';
import { batchSizes } from './call-budget.ts';
import type { GroupAttributes, Tags } from './reading.ts';

/** Null: AWS was asked and does not have it. */
interface Kept<Value> {
  readonly value: Value | null;
  readonly askedAtMs: number;
}

export interface SlowFact<Value> {
  /** What is known after asking for what is due. `gap` says why it may be old or missing. */
  readonly of: (
    keys: readonly string[],
    nowMs: number,
  ) => Promise<{ readonly known: ReadonlyMap<string, Value | null>; readonly gap: string | null }>;
  /** It was changed by us: what is known stays, and is asked for again at the next time. */
  readonly changed: () => void;
}

export interface SlowFacts {
  readonly tags: SlowFact<Tags>;
  readonly attributes: SlowFact<GroupAttributes>;
  readonly images: SlowFact<AmiImage>;
}

export const slowMs = {
  tags: 60_000,
  attributes: 60_000,
  images: 300_000,
  scaling: 60_000,
  /** Of groups that lack servers alone: somebody waits for them. */
  scalingTrouble: 10_000,
} as const;

/** One call for each group: of many groups they are asked for so seldom that looks keep most of the budget. */
const msPerAttributes = 700;

export function createSlowFacts(
  reader: Pick<AwsReader, 'tags' | 'attributes' | 'images'>,
  gate: Gate,
): SlowFacts {
  return {
    tags: slowFact({
      title: 'Tags',
      lack: 'Fleets and generations may be named without them.',
      maxAgeMs: () => slowMs.tags,
      batchSize: batchSizes.tags,
      ask: async (arns) => Object.entries(await gate(() => reader.tags(arns))),
    }),
    attributes: slowFact({
      title: 'Attributes of target groups',
      lack: 'Stickiness, slow start and the time to drain may be missing or old.',
      maxAgeMs: (count) => Math.max(slowMs.attributes, count * msPerAttributes),
      batchSize: 1,
      ask: (arns) =>
        Promise.all(
          arns.map(async (arn) => [arn, await gate(() => reader.attributes(arn))] as const),
        ),
    }),
    images: slowFact({
      title: 'Images',
      lack: 'Generations may be told by the id of their AMI only.',
      maxAgeMs: () => slowMs.images,
      batchSize: batchSizes.filter,
      ask: async (ids) =>
        (await gate(() => reader.images(ids))).map((image) => [image.id, image] as const),
    }),
  };
}

interface Question<Value> {
  readonly title: string;
  /** One sentence: what cannot be told without it. */
  readonly lack: string;
  /** @param count of what there is to ask for. */
  readonly maxAgeMs: (count: number) => number;
  readonly batchSize: number;
  /** @param keys one batch at most. */
  readonly ask: (keys: readonly string[]) => Promise<readonly (readonly [string, Value | null])[]>;
}

export function slowFact<Value>(question: Question<Value>): SlowFact<Value> {
  const { maxAgeMs, batchSize } = question;
  let kept = new Map<string, Kept<Value>>();
  let failedAtMs = -Infinity;
  let gap: string | null = null;

  /** Each batch for itself: one that fails takes nothing from the others. */
  const asked = async (due: readonly string[], nowMs: number) => {
    const failures: Fault[] = [];
    const answers = await Promise.all(
      inBatches(due, batchSize).map(async (batch) => {
        try {
          const found = new Map(await question.ask(batch));
          return batch.map((key) => [key, found.get(key) ?? null] as const);
        } catch (error) {
          if (error instanceof LookOverError) throw error;
          const fault = faultOf(error);
          if (fault.code === 'signed-out') throw error;
          // Deleted between two calls of one look: there is nothing to be told of it.
          if (fault.code === 'not-found' && batch.length === 1)
            return batch.map((key) => [key, null] as const);
          failures.push(fault);
          return [];
        }
      }),
    );
    const renewed = answers
      .flat()
      .map(([key, value]) => [key, { value, askedAtMs: nowMs }] as const);
    return { renewed, failures };
  };

  return {
    changed: () => {
      kept = new Map(
        [...kept].map(([key, { value }]) => [key, { value, askedAtMs: -Infinity }] as const),
      );
      failedAtMs = -Infinity;
    },
    async of(keys, nowMs) {
      // All at once when one grows old, so that ordinary cycles in between cost nothing.
      const isOld = keys.some(
        (key) => nowMs - (kept.get(key)?.askedAtMs ?? nowMs) >= maxAgeMs(keys.length),
      );
      const due = isOld ? keys : keys.filter((key) => !kept.has(key));
      if (due.length > 0 && nowMs - failedAtMs >= retryMs) {
        const { renewed, failures } = await asked(due, nowMs);
        kept = new Map([...keys.flatMap((key) => entryOf(kept, key)), ...renewed]);
        gap = failures[0] === undefined ? null : gapOf(question, failures[0]);
        // The next look does not list what was deleted, so it need not wait.
        if (failures.some(({ code }) => code !== 'not-found')) failedAtMs = nowMs;
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

function gapOf({ title, lack }: Question<unknown>, { message, todo }: Fault): string {
  return [`${title} could not be read.`, message, lack, todo ?? ''].join(' ').trim();
}

function entryOf<Value>(
  kept: ReadonlyMap<string, Value>,
  key: string,
): (readonly [string, Value])[] {
  const one = kept.get(key);
  return one === undefined ? [] : [[key, one]];
}
