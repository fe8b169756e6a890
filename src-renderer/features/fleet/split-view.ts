/** What the load balancer was told to do, where it does not tell what it did. Pure. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { Outcome } from '../../../src-shared/panel.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { currentOf, weightOf } from '../../../src-shared/roles.ts';
import { percent, plain } from '../../../src-shared/wording.ts';

export interface SplitPart {
  readonly generation: Generation;
  readonly label: string;
  /** 0..1 of the weights. */
  readonly share: number;
}

export interface SplitView {
  /** In the order of the lanes, then what is in neither lane and has weight all the same. */
  readonly parts: readonly SplitPart[];
  readonly text: string;
  /** What probes saw when the split was last changed from here; null when nothing is known of it. */
  readonly proof: string | null;
}

export function splitView(
  fleet: Fleet,
  lanes: readonly Generation[],
  outcome: Outcome | undefined,
): SplitView {
  const sum = fleet.split.weights.reduce((total, entry) => total + entry.weight, 0);
  const others = fleet.generations.filter(
    (each) => !lanes.includes(each) && weightOf(fleet, each.id) > 0,
  );
  const parts = [...lanes, ...others].map((generation) => ({
    generation,
    label: labelOfGeneration(generation),
    share: sum === 0 ? 0 : weightOf(fleet, generation.id) / sum,
  }));
  const sent = parts
    .filter((part) => part.share > 0)
    .map((part) => `${percent(part.share)} to ${part.label}`);
  const text =
    sent.length === 0
      ? 'The load balancer sends nothing to anybody'
      : `The load balancer sends ${sent.join(', ')}`;
  return { parts, text, proof: proofOf(fleet, outcome) };
}

/** Only of the change that made the split what it is. */
function proofOf(fleet: Fleet, outcome: Outcome | undefined): string | null {
  if (outcome === undefined) return null;
  const { intent, kind } = outcome;
  const isSwitch = intent.kind === 'cut-over' || intent.kind === 'revert';
  if (!isSwitch && intent.kind !== 'release') return null;
  if (kind !== 'verified' && kind !== 'accepted') return null;
  const to = isSwitch ? intent.to : releasedId(fleet, intent);
  if (currentOf(fleet)?.id !== to) return null;
  return plain(outcome.text, 300);
}
