/** The questions of one observation, each answered with plain data. Every list is whole: all pages. */
import { FaultError } from '../../../../src-shared/result.ts';
import type { AmiImage } from '../../../../src-shared/image.ts';
import type {
  EntryRule,
  GroupAttributes,
  Instance,
  Listener,
  LoadBalancer,
  ReadTarget,
  Tags,
  TargetGroup,
} from './reading.ts';
import type { ScalingDetails, ScalingGroup } from './scaling-group.ts';

/** Before tags and attributes were asked for. */
export type GroupRow = Omit<TargetGroup, 'tags' | 'attributes'>;

/** Each rejects with a FaultError; `not-found` means that the thing itself is gone. */
export interface AwsReader {
  readonly loadBalancers: () => Promise<readonly LoadBalancer[]>;
  readonly targetGroups: () => Promise<readonly GroupRow[]>;
  /** With the default action of each as a rule of kind `default`. */
  readonly listeners: (loadBalancerArn: string) => Promise<{
    readonly listeners: readonly Listener[];
    readonly defaults: readonly EntryRule[];
  }>;
  /** Without the default action. */
  readonly rules: (listener: Listener) => Promise<readonly EntryRule[]>;
  readonly targets: (groupArn: string) => Promise<readonly ReadTarget[]>;
  readonly attributes: (groupArn: string) => Promise<GroupAttributes>;
  /** @param arns at most 20. */
  readonly tags: (arns: readonly string[]) => Promise<Readonly<Record<string, Tags>>>;
  /** An id that AWS does not know is missing in the answer. */
  readonly instances: (ids: readonly string[]) => Promise<readonly Instance[]>;
  /** Servers with the mark of one of these rollouts, registered or not, that are not ended. */
  readonly marked: (rollouts: readonly string[]) => Promise<readonly Instance[]>;
  /** Deregistered images and those of others that are no longer shared are missing in the answer. */
  readonly images: (ids: readonly string[]) => Promise<readonly AmiImage[]>;
  /**
   * A name that AWS does not know is missing in the answer.
   * @param names null: all groups of the account and region.
   */
  readonly scalingGroups: (names: readonly string[] | null) => Promise<readonly ScalingGroup[]>;
  readonly scalingDetails: (
    group: Pick<ScalingGroup, 'name' | 'template'>,
  ) => Promise<ScalingDetails>;
  /** Why its last attempt to start or end a server failed, in AWS's words; null when it did not. */
  readonly scalingTrouble: (name: string) => Promise<string | null>;
}

/**
 * The list in an answer. An empty list comes as a list; where there is none the answer is cut or not
 * AWS's own, and must never be taken for "nothing there" (rule 8).
 */
export function listIn<Item>(list: readonly Item[] | undefined, action: string): readonly Item[] {
  if (list !== undefined) return list;
  throw new FaultError({
    code: 'unreachable',
    message: `${action}: the answer holds no list, so it says nothing.`,
    todo: 'Blockyard asks again by itself.',
  });
}

/** @param page asks for the page behind a marker and says where the next one is. */
export async function allPages<Item>(
  page: (
    marker: string | undefined,
  ) => Promise<{ items: readonly Item[]; next: string | undefined }>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let marker: string | undefined;
  do {
    const { items, next } = await page(marker);
    found.push(...items);
    // A marker that leads to itself would be asked for ever.
    marker = next === marker || next === '' ? undefined : next;
  } while (marker !== undefined);
  return found;
}

export function inBatches<Item>(
  items: readonly Item[],
  size: number,
): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
