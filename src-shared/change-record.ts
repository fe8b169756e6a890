/** What a change writes down about itself, beside what it is for: said in its plan. */
import { assertNever } from './assert-never.ts';
import type { YardCapabilities } from './capabilities-schema.ts';
import type { Fleet } from './fleet.ts';
import type { Wish } from './wish-schema.ts';
import type { PlanStep } from './plan.ts';
import { plain } from './wording.ts';

/** Rule 6: what a change writes down about itself is a change of somebody's account, too. */
export function recordText(
  { changeRecord }: YardCapabilities,
  { id }: Fleet,
  kind: Wish['kind'],
): string | null {
  if (changeRecord === null) return null;
  const where = `${changeRecord}${plain(id, 300)}`;
  switch (kind) {
    case 'cut-over':
    case 'release':
      return `Who is at work, and at the end where the way back leads, is written to ${where}.`;
    case 'revert':
      return `The record of a change that it ends is removed afterwards from ${where}.`;
    case 'launch':
    case 'replace':
    case 'retire':
    case 'adopt':
    case 'stop':
    case 'start':
    case 'scale':
      return `Who is at work is written to ${where}.`;
    default:
      return assertNever(kind, 'wish');
  }
}

/** With the first write: a step of its own without a command would take the text for a shell away. */
export function withRecord(steps: readonly PlanStep[], record: string | null): PlanStep[] {
  const first = steps.findIndex(({ isMutation }) => isMutation);
  return steps.map((step, index) =>
    record !== null && index === first ? { ...step, detail: `${step.detail} ${record}` } : step,
  );
}
