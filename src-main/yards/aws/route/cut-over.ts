/** A switch as one bound write per rule: what it writes, and what must not have changed before it. */
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { RouteOrder, RouteReceipt } from '../../port.ts';
import { writeBound } from './bound-write.ts';
import { differenceBetween } from './difference.ts';
import { groupLabels, wantedWeights, type EntryView } from './entry-view.ts';
import { planWrites, type RuleWrite } from './plan-writes.ts';
import type { RoutePorts } from './route-ports.ts';

type CutOverOrder = RouteOrder & { readonly expectedRevision: number };

/**
 * @param wasSent the same order was sent before: then half of the rules may read as wanted.
 * @param sending told before the first write leaves.
 */
export function cutOver(
  ports: RoutePorts,
  order: CutOverOrder,
  wasSent: boolean,
  sending: () => void,
): Promise<Result<RouteReceipt>> {
  return writeBound(ports, {
    ...order,
    plan: (now) => plannedFor(now, order),
    refusal: (now, planned, isRepeat) =>
      planned.every((write) => write.isAsRead)
        ? null
        : whatChanged(ports, order, now, wasSent || isRepeat ? planned : []),
    sending,
  });
}

function plannedFor(now: EntryView, order: RouteOrder): Result<readonly RuleWrite[]> {
  const wanted = wantedWeights(now, order.weights);
  if (wanted.kind === 'unknown') {
    const message = `The fleet has no generation ${plain(wanted.generation, 80)}.`;
    return fail({ code: 'not-found', message });
  }
  const planned = planWrites(now.rules, wanted.weights);
  return planned.ok ? succeed(planned.value.writes) : planned;
}

/** @param ownWrites what this very order may have written before; such rules are no change by others. */
function whatChanged(
  ports: Pick<RoutePorts, 'atRevision' | 'known'>,
  { fleet, expectedRevision }: CutOverOrder,
  now: EntryView,
  ownWrites: readonly RuleWrite[],
): Fault | null {
  if (now.revision === expectedRevision) return null;
  const before = ports.atRevision(fleet, expectedRevision);
  const own = new Set(ownWrites.filter((write) => write.isAsRead).map((write) => write.arn));
  const left = (rules: EntryView['rules']) => rules.filter((rule) => !own.has(rule.arn));
  const labelOf = groupLabels(ports.known(fleet)?.fleet);
  const sentences =
    before === undefined ? [] : differenceBetween(left(before.rules), left(now.rules), labelOf);
  if (before !== undefined && sentences.length === 0) return null;
  return changedFault(sentences);
}

/** @param sentences what is different; none when it is not remembered what was there. */
export function changedFault(sentences: readonly string[]): Fault {
  const what = sentences.length === 0 ? 'What it was then is not remembered.' : sentences.join(' ');
  return {
    code: 'conflict',
    message: `The entry was changed since it was looked at. ${what} This attempt sent nothing.`,
    todo: 'Look at the fleet again before you go on.',
  };
}
