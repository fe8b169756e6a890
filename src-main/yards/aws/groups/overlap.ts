/**
 * Two generations at once: the auto scaling groups of those that have traffic are held at their size when another one is
 * launched beside them, because what the traffic leaves would shrink, and it is the way back. The end of the last one
 * beside them lets them go before their time.
 */
import type { FleetId } from '../../../../src-shared/ids.ts';
import { succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { scalingOf } from '../discover/scaling-of.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { hasTraffic } from '../route/entry-view.ts';
import { holdNamed, readHold, releaseGroup, type HoldPorts } from './hold.ts';

type OverlapPorts = HoldPorts & Pick<LaunchPorts, 'note'>;

export async function holdServing(
  ports: OverlapPorts,
  fleet: FleetId,
  { serving }: Sides,
): Promise<Result<null>> {
  for (const { name } of serving) {
    const held = await holdNamed(ports, name);
    if (held.ok) continue;
    if (held.fault.code !== 'denied') return held;
    // More servers beside it hurt nobody; that it may shrink has to be known before the switch.
    ports.note(
      `The auto scaling group ${plain(name, 60)} is not held at its size while two generations are up: ${held.fault.message}`,
      fleet,
    );
  }
  return succeed(null);
}

/** A generation was retired. @param sides without it */
export async function endOverlap(
  ports: OverlapPorts,
  fleet: FleetId,
  { serving, beside }: Sides,
): Promise<void> {
  for (const { name } of beside) {
    const held = await readHold(ports, name);
    // Held and without traffic it is the other side of an overlap that goes on.
    if (!held.ok || held.value !== null) return;
  }
  for (const { name } of serving) {
    const released = await releaseGroup(ports, name);
    if (released.ok) continue;
    ports.note(
      `The auto scaling group ${plain(name, 60)} was not let go: ${released.fault.message} AWS does it at the time that its scheduled action says.`,
      fleet,
    );
  }
}

export interface Sides {
  /** Auto scaling groups behind what has traffic, and behind everything else. */
  readonly serving: readonly Pick<ScalingGroup, 'name'>[];
  readonly beside: readonly Pick<ScalingGroup, 'name'>[];
}

/** Behind a load balancer. @param without target group of a generation that counts no more; null: all of them count */
export async function sidesOf(
  ports: Pick<LaunchPorts, 'last' | 'read'>,
  fleet: FleetId,
  without: string | null,
): Promise<Result<Sides>> {
  const last = ports.last();
  const grouping = last?.groupings.find(({ id }) => id === fleet);
  if (last === null || grouping === undefined) return succeed({ serving: [], beside: [] });
  const all = [...grouping.attached, ...grouping.idle].filter(({ arn }) => arn !== without);
  if (all.every((one) => scalingOf(one, last.reading).length === 0)) {
    return succeed({ serving: [], beside: [] });
  }
  const entry = await ports.read(fleet);
  if (!entry.ok) return entry;
  const behind = (isServing: boolean): Sides['serving'] =>
    all
      .filter(({ arn }) => hasTraffic(entry.value, generationIdOfGroup(arn)) === isServing)
      .flatMap((one) => scalingOf(one, last.reading))
      .map(({ group }) => group);
  return succeed({ serving: behind(true), beside: behind(false) });
}
