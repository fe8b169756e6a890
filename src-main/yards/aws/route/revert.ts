/**
 * The way back: the bodies are planned on the last observation, so the writes leave without a read, all
 * at once, on connections of their own, one per rule. It overwrites whatever the split has become.
 */
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { within } from '../../../clock/within.ts';
import type { RouteOrder, RouteReceipt } from '../../port.ts';
import { wantedWeights, withActions, type EntryView } from './entry-view.ts';
import { planWrites, type RuleWrite } from './plan-writes.ts';
import type { RoutePorts } from './route-ports.ts';
import { faultOfPartly, writeRules, type Written } from './write-rules.ts';

/** The one read that a first press waits for, and only when nothing is prepared. */
const quickReadMs = 200;
/** Before it is sent again: by then the write has left once, and may have arrived. */
const repeatReadMs = 1000;
/** For the read after AWS said that a rule is gone: then what was prepared is of no use. */
const secondReadMs = 2000;

/** @param wasSent the same order was sent before and nobody knows what became of it. */
export async function revert(
  ports: RoutePorts,
  order: RouteOrder,
  wasSent: boolean,
): Promise<Result<RouteReceipt>> {
  const prepared = ports.known(order.fleet)?.entry;
  const read =
    prepared === undefined || wasSent
      ? await quickRead(ports, order.fleet, wasSent ? repeatReadMs : quickReadMs)
      : null;
  const base = read?.ok === true ? read.value : prepared;
  if (base === undefined) return read !== null && !read.ok ? read : fail(nothingKnown);
  const planned = plannedOn(base, order);
  if (!planned.ok) {
    return planned.fault.code === 'not-found' ? onFreshRules(ports, order, planned.fault) : planned;
  }
  // Only a look made just now may spare a write: what was prepared can be older than somebody's change.
  const open = read?.ok === true ? planned.value.filter((write) => !write.isAsRead) : planned.value;
  const written = await writeRules(open, ports.send.reserved);
  const gone = written.notDone.find(({ fault }) => fault.code === 'not-found');
  if (gone !== undefined) return onFreshRules(ports, order, gone.fault);
  return answered(ports, order, base, open, written);
}

const nothingKnown: Fault = {
  code: 'unreachable',
  message: 'Nothing is known of this fleet yet, so there is nothing that could be written.',
};

async function quickRead(
  { clock, read }: RoutePorts,
  fleet: FleetId,
  limitMs: number,
): Promise<Result<EntryView>> {
  const answer = await within(clock, limitMs, read(fleet, 'reserved'));
  if (answer.ok) return answer;
  // Nothing was sent: a read that is late leaves nothing open.
  const { code, message } = answer.fault;
  return fail({
    ...answer.fault,
    code: code === 'unknown-outcome' ? 'unreachable' : code,
    message,
  });
}

function plannedOn(base: EntryView, order: RouteOrder): Result<readonly RuleWrite[]> {
  // Idle groups at weight 0 are attached by cutovers; a revert writes no more than it has to.
  const wanted = wantedWeights(
    base,
    order.weights.filter(({ weight }) => weight > 0),
  );
  if (wanted.kind === 'unknown') {
    const message = `The fleet has no generation ${plain(wanted.generation, 80)}.`;
    return fail({ code: 'not-found', message });
  }
  const planned = planWrites(base.rules, wanted.weights);
  return planned.ok ? succeed(planned.value.writes) : planned;
}

/** What was prepared is out of date: once more on the rules as they are. */
async function onFreshRules(
  ports: RoutePorts,
  order: RouteOrder,
  because: Fault,
): Promise<Result<RouteReceipt>> {
  const read = await within(ports.clock, secondReadMs, ports.read(order.fleet, 'reserved'));
  if (!read.ok) return fail({ ...because, code: 'unknown-outcome' });
  const planned = plannedOn(read.value, order);
  if (!planned.ok) return planned;
  const open = planned.value.filter((write) => !write.isAsRead);
  const written = await writeRules(open, ports.send.reserved);
  return answered(ports, order, read.value, open, written);
}

/** By AWS's replies alone: they carry the rules as they are now, and a read back could be older. */
function answered(
  { clock, learn, overtake }: RoutePorts,
  order: RouteOrder,
  base: EntryView,
  open: readonly RuleWrite[],
  written: Written,
): Result<RouteReceipt> {
  const now = withActions(base, written.done);
  if (written.done.size > 0 || open.length === 0) learn(now);
  // Also when half of it failed: whoever else was at work must not go on against it.
  const overtook =
    written.done.size > 0 || written.unknown.length > 0 || open.length === 0
      ? overtake(order.fleet, order.rollout)
      : null;
  if (written.done.size < open.length) return fail(faultOfPartly(open, written));
  return succeed({ revision: now.revision, atMs: clock.now(), overtook });
}
