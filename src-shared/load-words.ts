/** What a split moves, in words: the traffic of an entry, or the work that blocks without one fetch. */
import type { Fleet } from './fleet.ts';
import { describeSplit } from './split.ts';

type Entered = Pick<Fleet, 'entry'>;

const fetches = ({ entry }: Entered): boolean => entry.kind === 'none';

export function loadOf(fleet: Entered): 'traffic' | 'work' {
  return fetches(fleet) ? 'work' : 'traffic';
}

/** `The traffic goes to: v001 100 %.` */
export function loadGoesTo(fleet: Fleet): string {
  return `${fetches(fleet) ? 'The work is taken by' : 'The traffic goes to'}: ${describeSplit(fleet)}.`;
}

/** `Send 100 % of the traffic to v002` */
export function moveTitle(fleet: Entered, label: string): string {
  return fetches(fleet)
    ? `Let ${label} take all the work`
    : `Send 100 % of the traffic to ${label}`;
}

/** `v002 serves all traffic` */
export function hasAll(fleet: Entered, label: string): string {
  return fetches(fleet) ? `${label} takes all the work` : `${label} serves all traffic`;
}

/** `The split sends all traffic to v002`, which nobody may have seen. */
export function isGivenAll(fleet: Entered, label: string): string {
  return fetches(fleet)
    ? `The split gives all the work to ${label}`
    : `The split sends all traffic to ${label}`;
}
