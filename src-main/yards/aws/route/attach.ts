/**
 * Puts a target group that no rule names into every rule of its fleet at weight 0, so that AWS begins to
 * check its servers. Weights stay as they are, rule by rule.
 */
import { fail, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { AttachOrder, RouteReceipt } from '../../port.ts';
import { fingerprintOf } from '../discover/fingerprint.ts';
import { writeBound } from './bound-write.ts';
import { changedFault } from './cut-over.ts';
import { differenceBetween } from './difference.ts';
import { groupLabels, type EntryView } from './entry-view.ts';
import { planAttachment, withoutIdle } from './plan-attachment.ts';
import type { RuleWrite } from './plan-writes.ts';
import type { RoutePorts } from './route-ports.ts';

export function attach(ports: RoutePorts, order: AttachOrder): Promise<Result<RouteReceipt>> {
  return writeBound(ports, {
    ...order,
    overtake: false,
    plan: (now) => attachmentTo(now, order),
    refusal: (now) => whatElseChanged(ports, order, now),
    sending: () => undefined,
  });
}

export function attachmentTo(
  entry: EntryView,
  { generation }: Pick<AttachOrder, 'generation'>,
): Result<readonly RuleWrite[]> {
  const group = entry.groups.get(generation);
  if (group !== undefined) return planAttachment(entry.rules, group.arn);
  const message = `The fleet has no generation ${plain(generation, 80)}.`;
  return fail({ code: 'not-found', message });
}

/**
 * Anything but the attachment itself. It is taken out again before the rules are compared, so that a
 * repeat by whomever, half done or whole, is told from a change by somebody else without a memory.
 */
function whatElseChanged(
  { atRevision, known }: RoutePorts,
  { fleet, generation, expectedRevision }: AttachOrder,
  now: EntryView,
): Fault | null {
  const arn = now.groups.get(generation)?.arn ?? '';
  const rest = now.rules.map((rule) => ({ ...rule, actions: withoutIdle(rule.actions, arn) }));
  if (fingerprintOf(rest) === expectedRevision) return null;
  const before = atRevision(fleet, expectedRevision);
  const labelOf = groupLabels(known(fleet)?.fleet);
  return changedFault(
    before === undefined ? [] : differenceBetween(before.rules, now.rules, labelOf),
  );
}
