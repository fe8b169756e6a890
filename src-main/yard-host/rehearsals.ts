/** The rehearsals of this host: one of a fleet at a time, a second press is the same, and what came of it is kept. */
import { rehearsalNotice, rehearsalRefusal } from '../../src-shared/rehearsal.ts';
import type { FleetId } from '../../src-shared/ids.ts';
import { keptRehearsals, type Rehearsal } from '../../src-shared/rehearsal-schema.ts';
import { FaultError } from '../../src-shared/result.ts';
import { rehearse } from '../rehearsals/rehearse.ts';
import type { HostContext } from './host-context.ts';
import type { HostInput } from './protocol.ts';
import { fleetIn, withFleet } from './records.ts';
import type { HostState } from './state-schema.ts';
import { probeAddress } from './verbs/probe.ts';
import { allTo, previewPace, rehearsalOn } from './verbs/rehearse.ts';

interface Running {
  readonly order: HostInput<'rehearse'>;
  readonly end: Promise<Rehearsal>;
}

export function createRehearsals(
  host: HostContext,
): (order: HostInput<'rehearse'>) => Promise<Rehearsal> {
  const running = new Map<FleetId, Running>();

  const carryOut = async (order: HostInput<'rehearse'>): Promise<Rehearsal> => {
    const { clock, store } = host;
    const { entry } = host.runtimeOf(order.fleet);
    const splitOf = () => fleetIn(store.get(), order.fleet).split.revision;
    const before = splitOf();
    const rehearsal = await rehearse(order, {
      ...{ clock, pace: previewPace },
      open: async () => {
        const preview = await entry.openPreviewEntry(allTo(order.back, order.away));
        return rehearsalOn(preview, (url) => probeAddress(url, clock, null));
      },
      // Whatever moves the live traffic has the blocks and this process to itself.
      brokenOff: () => (splitOf() === before ? null : 'The live traffic was moved meanwhile.'),
    });
    void store.adopt(rehearsalKept(order.fleet, rehearsal));
    const fleet = host.runtimeOf(order.fleet).observe(null);
    const { text, isGood } = rehearsalNotice(fleet, rehearsal);
    host.notice({ fleet: order.fleet, severity: isGood ? 'info' : 'warning', text });
    host.changed();
    return rehearsal;
  };

  return async (order) => {
    const { work, observe } = host.runtimeOf(order.fleet);
    if (work !== null)
      throw refused('This fleet has no entry: there is no traffic to rehearse with.');
    const now = running.get(order.fleet);
    if (now?.order.away === order.away && now.order.back === order.back) return now.end;
    if (now !== undefined)
      throw refused('Another rehearsal of this fleet runs: it takes a moment.');
    const because = rehearsalRefusal(observe(null), order);
    if (because !== null) throw refused(because);
    const end = carryOut(order).finally(() => running.delete(order.fleet));
    running.set(order.fleet, { order, end });
    return end;
  };
}

function rehearsalKept(id: FleetId, rehearsal: Rehearsal): (state: HostState) => HostState {
  return (state) => {
    const fleet = state.fleets.find((each) => each.id === id);
    if (fleet === undefined) return state;
    const rehearsals = [...(fleet.rehearsals ?? []), rehearsal].slice(-keptRehearsals);
    return withFleet(state, { ...fleet, rehearsals });
  };
}

function refused(message: string): FaultError {
  return new FaultError({ code: 'refused', message });
}
