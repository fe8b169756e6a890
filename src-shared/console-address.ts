/**
 * Where a block, a generation or the entry stands in the web console of AWS, built from partition, region and ids
 * alone. The forms are those of public use, which AWS does not promise. Pure.
 */
import { isServed } from './entry-of.ts';
import type { Fleet, Generation } from './fleet.ts';
import type { BlockId, GenerationId } from './ids.ts';
import { instanceFacts, machineOf } from './instance-facts.ts';
import type { Band } from './panel.ts';

export type ConsoleTarget =
  | { readonly kind: 'block'; readonly block: BlockId }
  | { readonly kind: 'group'; readonly generation: GenerationId }
  | { readonly kind: 'scaling-group'; readonly generation: GenerationId }
  | { readonly kind: 'entry' };

interface Partition {
  readonly name: string;
  /** Of a region: `eu-west-1.` goes before it. */
  readonly host: string;
}

const partitions: readonly (readonly [RegExp, Partition])[] = [
  [/^cn-/u, { name: 'aws-cn', host: 'console.amazonaws.cn' }],
  [/^us-gov-/u, { name: 'aws-us-gov', host: 'console.amazonaws-us-gov.com' }],
  // Others (us-iso, us-isob, eusc) have consoles of their own, whose names are not public or not known here.
  [/^(?:af|ap|ca|eu|il|me|mx|sa|us)-(?!iso)/u, { name: 'aws', host: 'console.aws.amazon.com' }],
];

/** The hosts that may be opened, with a region before them. */
export const consoleHosts: readonly string[] = partitions.map(([, { host }]) => host);

export const regionPattern = /^[a-z]{2}(?:-[a-z]{2,12}){1,2}-[0-9]{1,2}$/u;

/** Null: this region's console is not known. */
export function partitionOf(region: string): Partition | null {
  if (!regionPattern.test(region)) return null;
  return partitions.find(([pattern]) => pattern.test(region))?.[1] ?? null;
}

/** Null where there is nothing to open: no account, not AWS itself, or not known by its id. */
export function consoleAddress(
  { account }: Pick<Band, 'account'>,
  fleet: Fleet,
  target: ConsoleTarget,
): string | null {
  // A private endpoint or a test double has no console.
  if (account === null || account.endpoint !== null) return null;
  const partition = partitionOf(account.region);
  if (partition === null || !/^[0-9]{12}$/u.test(account.id)) return null;
  const at = { ...partition, region: account.region, account: account.id };
  switch (target.kind) {
    case 'block':
      return blockAddress(at, fleet, target.block);
    case 'group':
      return isServed(fleet) ? groupAddress(at, generationIn(fleet, target.generation)) : null;
    case 'scaling-group':
      return scalingAddress(at, generationIn(fleet, target.generation));
    case 'entry':
      return entryAddress(at, fleet.id);
  }
}

interface Place extends Partition {
  readonly region: string;
  readonly account: string;
}

function page({ host, region }: Place, fragment: string): string {
  return `https://${region}.${host}/ec2/home?region=${region}#${fragment}`;
}

function arn({ name, region, account }: Place, resource: string): string {
  return `arn:${name}:elasticloadbalancing:${region}:${account}:${resource}`;
}

function blockAddress(at: Place, fleet: Fleet, block: BlockId): string | null {
  const isHere = fleet.generations.some(({ blocks }) => blocks.some(({ id }) => id === block));
  const machine = machineOf(block);
  if (!isHere || !/^i-[0-9a-f]{8,32}$/u.test(machine)) return null;
  return page(at, `InstanceDetails:instanceId=${machine}`);
}

/** Its id is the end of the target group's own: `web-blue/73e2d6bc24d8a067`. */
function groupAddress(at: Place, generation: Generation | undefined): string | null {
  const id = generation?.id ?? '';
  if (!/^[A-Za-z0-9-]{1,32}\/[0-9a-f]{8,32}$/u.test(id)) return null;
  return page(at, `TargetGroup:targetGroupArn=${encodeURIComponent(arn(at, `targetgroup/${id}`))}`);
}

function scalingAddress(at: Place, generation: Generation | undefined): string | null {
  const names = new Set(
    generation?.blocks.map(
      ({ facts = [] }) => facts.find(({ fact }) => fact === instanceFacts.scalingGroup)?.value,
    ),
  );
  const [name] = names;
  // Servers of several, or of none, belong to no one page; and what was cut for the screen names nothing.
  if (names.size !== 1 || name === undefined || name === '' || name.length >= 200) return null;
  return page(at, `AutoScalingGroupDetails:id=${encodeURIComponent(name)};view=details`);
}

/** A fleet is known by one rule, whose id begins with its load balancer's: `app.my-lb.50dc6c495c0c9188.…` */
function entryAddress(at: Place, id: Fleet['id']): string | null {
  const found = /^(app|net)\.([A-Za-z0-9-]{1,32})\.([0-9a-f]{8,32})\.[0-9a-f]{8,32}(?:\.[0-9a-f]{8,32})?$/u.exec(id); // prettier-ignore
  if (found === null) return null;
  const [, kind = '', name = '', own = ''] = found;
  const balancer = encodeURIComponent(arn(at, `loadbalancer/${kind}/${name}/${own}`));
  return page(at, `LoadBalancer:loadBalancerArn=${balancer};tab=listeners`);
}

function generationIn(fleet: Fleet, id: GenerationId): Generation | undefined {
  return fleet.generations.find((generation) => generation.id === id);
}
