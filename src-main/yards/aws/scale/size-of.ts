/**
 * How many blocks a generation has. What AWS shows is the size: servers that are registered and do not leave. So
 * it changes in the same call as the world does, for whoever looks, and nothing has to be written beside it that a
 * crash could tear from it. Only for a generation that has served more is recorded, and never less is shown. Pure.
 */
import { replacesTag, type Instance, type ReadTarget } from '../discover/reading.ts';

interface Sized {
  readonly targets: readonly Pick<ReadTarget, 'id' | 'state'>[];
  /** Of the servers behind them, as far as they are known. */
  readonly tagsOf: (id: string) => Instance['tags'] | undefined;
  /** Null: nobody recorded it. */
  readonly meantSize: number | null;
}

export function isLeavingTarget({ state }: Pick<ReadTarget, 'state'>): boolean {
  return state === 'draining' || state === 'unhealthy.draining';
}

export function sizeOf({ targets, tagsOf, meantSize }: Sized): number {
  const listed = new Set(targets.map(({ id }) => id));
  const staying = targets.filter((target) => {
    const replaces = tagsOf(target.id)?.[replacesTag];
    // A fresh one beside the one that it replaces makes it no larger.
    return !isLeavingTarget(target) && (replaces === undefined || !listed.has(replaces));
  });
  return Math.max(staying.length, meantSize ?? 0);
}

/**
 * The subnet with the fewest servers; of several the one that a launch would fill first.
 * @param subnets in which its launch has started servers, and those of the servers that there are.
 * @returns undefined when there are none.
 */
export function emptiestSubnet(
  subnets: readonly string[],
  servers: readonly { readonly subnet: string }[],
): string | undefined {
  const countIn = (subnet: string): number =>
    servers.filter((server) => server.subnet === subnet).length;
  const [first] = [...new Set(subnets)].sort((a, b) => countIn(a) - countIn(b) || (a < b ? -1 : 1));
  return first;
}
