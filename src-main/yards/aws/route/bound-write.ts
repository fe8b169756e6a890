/**
 * A write that is bound to what its operator saw. ELBv2 has no conditional write, so the rules are read
 * just before, compared, written once each, and read back. In between lies one round trip in which
 * somebody else's change would be overwritten: that is what is left, and the read back shows it.
 */
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import type { RouteOrder, RouteReceipt } from '../../port.ts';
import { withActions, type EntryView } from './entry-view.ts';
import type { RuleWrite } from './plan-writes.ts';
import type { RoutePorts } from './route-ports.ts';
import { faultOfPartly, writeRules, type Written } from './write-rules.ts';

export interface BoundWrite extends Pick<RouteOrder, 'fleet' | 'rollout' | 'overtake'> {
  /** From the rules as they read to one write for each. */
  readonly plan: (now: EntryView) => Result<readonly RuleWrite[]>;
  /**
   * Why nothing is to be written on what reads now; asked also when nothing is left to write.
   * @param isRepeat some of it was written by this very call: rules that read as planned are no change by others.
   */
  readonly refusal: (
    now: EntryView,
    planned: readonly RuleWrite[],
    isRepeat: boolean,
  ) => Fault | null;
  /** Told before the first write leaves. */
  readonly sending: () => void;
}

/** Reads may be older than a write: asked again so often and so long, in milliseconds. */
const readBackPausesMs = [0, 100, 200, 400, 800, 1500];
/** A throttled write was not made; with another rule written already, waiting a moment mends the split. */
const throttlePausesMs = [200, 400, 800];

export async function writeBound(
  ports: RoutePorts,
  bound: BoundWrite,
): Promise<Result<RouteReceipt>> {
  const ground = await groundOf(ports, bound, false);
  if (!ground.ok) return ground;
  const { now, planned } = ground.value;
  const open = planned.filter((write) => !write.isAsRead);
  // Done already: by this order when its answer was lost, or by somebody with the same wish.
  if (open.length === 0) return succeed(receiptOf(ports, bound, now));
  const hindrance = now.hindrances[0];
  if (hindrance !== undefined) return fail({ code: 'refused', message: hindrance });
  bound.sending();
  const written = await writeThrough(ports, bound, now, open);
  if (written.done.size === 0 && written.unknown.length === 0) {
    return fail(faultOfPartly(open, written));
  }
  return readBack(ports, bound, open, written);
}

interface Ground {
  readonly now: EntryView;
  readonly planned: readonly RuleWrite[];
}

/** What is to be written, on the rules as they read now and by whoever holds the fleet now. */
async function groundOf(
  ports: RoutePorts,
  { fleet, rollout, overtake, plan, refusal }: BoundWrite,
  isRepeat: boolean,
): Promise<Result<Ground>> {
  const [held, read] = await Promise.all([
    overtake ? succeed(null) : ports.holds(fleet, rollout),
    ports.read(fleet, 'usual'),
  ]);
  if (!held.ok) return held;
  if (!read.ok) return read;
  const now = read.value;
  const planned = plan(now);
  if (!planned.ok) return planned;
  const because = refusal(now, planned.value, isRepeat);
  return because === null ? succeed({ now, planned: planned.value }) : fail(because);
}

/**
 * What was throttled is planned anew before it is repeated: a revert may have come in between, and a body from before
 * it would undo it. Not repeated either while what this call has written reads as before: that is an old read, or
 * just such a revert, and nobody can tell which.
 */
async function writeThrough(
  ports: RoutePorts,
  bound: BoundWrite,
  before: EntryView,
  open: readonly RuleWrite[],
): Promise<Written> {
  let written = await writeRules(open, ports.send.usual);
  // AWS's replies carry the rules as they are now: also of a half-made switch the way back has to be known.
  if (written.done.size > 0) ports.learn(withActions(before, written.done));
  for (const pauseMs of throttlePausesMs) {
    const throttled = written.notDone.filter(({ fault }) => fault.code === 'throttled');
    if (throttled.length === 0 || written.done.size === 0) break;
    await ports.clock.delay(pauseMs);
    const ground = await groundOf(ports, bound, true);
    const rest = written.notDone.filter((one) => !throttled.includes(one));
    if (!ground.ok) {
      // Not allowed any more, and so not tried again; a read that failed alone changes nothing.
      if (!/^(?:conflict|refused|not-found)$/u.test(ground.fault.code)) continue;
      const { fault } = ground;
      return {
        ...written,
        notDone: [...rest, ...throttled.map(({ write }) => ({ write, fault }))],
      };
    }
    const { now, planned } = ground.value;
    const done = written.done;
    if (planned.some(({ arn, isAsRead }) => done.has(arn) && !isAsRead)) continue;
    const arns = new Set(throttled.map(({ write }) => write.arn));
    const again = await writeRules(
      planned.filter(({ arn, isAsRead }) => arns.has(arn) && !isAsRead),
      ports.send.usual,
    );
    written = {
      done: new Map([...done, ...again.done]),
      notDone: [...rest, ...again.notDone],
      unknown: [...written.unknown, ...again.unknown],
    };
    if (again.done.size > 0) ports.learn(withActions(now, again.done));
  }
  return written;
}

/** A lost reply may hide a write that was made: what the rules read decides. */
async function readBack(
  ports: RoutePorts,
  bound: BoundWrite,
  open: readonly RuleWrite[],
  written: Written,
): Promise<Result<RouteReceipt>> {
  let why = 'AWS still shows the rules as they were before';
  for (const pauseMs of readBackPausesMs) {
    await ports.clock.delay(pauseMs);
    const read = await ports.read(bound.fleet, 'usual');
    if (!read.ok) {
      why = `the rules cannot be read: ${read.fault.message}`;
      continue;
    }
    const planned = bound.plan(read.value);
    if (planned.ok && planned.value.every((write) => write.isAsRead)) {
      return succeed(receiptOf(ports, bound, read.value));
    }
    // Nothing to wait for: what was not done stays not done.
    if (written.notDone.length > 0) break;
  }
  if (written.notDone.length > 0 || written.unknown.length > 0) {
    return fail(faultOfPartly(open, written));
  }
  return fail({
    code: 'unknown-outcome',
    message: `AWS accepted the write, but it does not read back: ${why}.`,
    todo: 'Look at the fleet again.',
  });
}

function receiptOf(
  { clock, learn, overtake }: Pick<RoutePorts, 'clock' | 'learn' | 'overtake'>,
  bound: BoundWrite,
  entry: EntryView,
): RouteReceipt {
  learn(entry);
  const overtook = bound.overtake ? overtake(bound.fleet, bound.rollout) : null;
  return { revision: entry.revision, atMs: clock.now(), overtook };
}
