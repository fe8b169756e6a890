/** What it takes to keep a generation warm: money by the list where it is known, else the memory it holds. Pure. */
import { instanceFacts, machineOf } from './instance-facts.ts';
import { bytesText } from './bytes-text.ts';
import { ec2DollarsAnHour, ec2PricesOf } from './ec2-prices.ts';
import type { Block, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import type { Image } from './image.ts';
import type { Band } from './panel.ts';
import { blocks } from './plan-step.ts';
import { plain } from './wording.ts';

export type WarmCost =
  /** It has no blocks: nothing is kept. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'money'; readonly dollarsAnHour: number; readonly of: string }
  /** Of all its blocks, measured. */
  | { readonly kind: 'memory'; readonly bytes: number; readonly of: string }
  | { readonly kind: 'not-known'; readonly because: string };

export function warmCostOf(
  generation: Generation,
  { account }: Pick<Band, 'account'>,
  images: readonly Image[],
): WarmCost {
  const running = generation.blocks.filter(isKept);
  if (running.length === 0) return { kind: 'nothing' };
  if (account === null) return memoryOf(running);
  const image = images.find(({ id }) => id === generation.image);
  // Other systems are billed with their licence.
  if (image?.kind !== 'ami') return notKnown('nobody told what system its image has');
  const { platform } = image.ami;
  if (platform !== 'Linux/UNIX') {
    return notKnown(`no price is kept here for ${plain(platform ?? 'an unknown system', 60)}`);
  }
  return moneyOf(running, account.region);
}

/** An instance that is stopped costs its disks only. */
function isKept(block: Block): boolean {
  const { kind } = block.state;
  const state = factOf(block, instanceFacts.state);
  return kind !== 'exited' && kind !== 'launch-refused' && state !== 'stopped';
}

function factOf({ facts = [] }: Block, name: string): string | undefined {
  return facts.find(({ fact }) => fact === name)?.value;
}

function moneyOf(running: readonly Block[], region: string): WarmCost {
  const counts = new Map<string, number>();
  // One bill, however many blocks it is.
  const machines = new Map(running.map((block) => [machineOf(block.id), block]));
  for (const block of machines.values()) {
    const type = factOf(block, instanceFacts.type);
    if (type === undefined) return notKnown('not every instance tells its type');
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  let dollarsAnHour = 0;
  for (const [type, count] of counts) {
    const dollars = ec2DollarsAnHour(region, type);
    if (dollars === null) {
      return notKnown(`no price is kept here for ${plain(type, 40)} in ${plain(region, 40)}`);
    }
    dollarsAnHour += count * dollars;
  }
  const of = [...counts].map(([type, count]) => `${String(count)} x ${plain(type, 40)}`).join(', ');
  return { kind: 'money', dollarsAnHour, of };
}

function memoryOf(running: readonly Block[]): WarmCost {
  const measured = running.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  // Half of them would pass for all.
  if (measured.length < running.length) return notKnown('not every block was measured yet');
  const bytes = measured.reduce((sum, each) => sum + each, 0);
  return { kind: 'memory', bytes, of: blocks(running.length) };
}

function notKnown(because: string): WarmCost {
  return { kind: 'not-known', because };
}

/** A whole sentence; empty when nothing is kept. */
export function warmCostText(generation: Generation, cost: WarmCost): string {
  const phrase = warmCostPhrase(cost);
  return phrase === '' ? '' : `Keeping ${labelOfGeneration(generation)} warm: ${phrase}.`;
}

/** The same where it is said already whose it is. */
export function warmCostPhrase(cost: WarmCost): string {
  switch (cost.kind) {
    case 'nothing':
      return '';
    case 'money':
      return `${moneyText(cost)} (estimate, ${cost.of}, On-Demand Linux prices of ${ec2PricesOf})`;
    case 'memory':
      return `${bytesText(cost.bytes)} of memory on this computer (${cost.of})`;
    case 'not-known':
      return `its cost is not known, because ${cost.because}`;
  }
}

function moneyText({ dollarsAnHour }: Extract<WarmCost, { kind: 'money' }>): string {
  const isTiny = dollarsAnHour < 0.01;
  return isTiny ? 'less than $0.01 an hour' : `about $${dollarsAnHour.toFixed(2)} an hour`;
}
