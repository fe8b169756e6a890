/** Requests wait at the entry, or are let in again: for a swap that nobody is to notice. */
import { CirclePlay } from 'lucide-react';
import { holdingAt, isEntryClosed, isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { usualPauseMs } from '../../../src-shared/holding.ts';
import { writeRefusal } from '../../../src-shared/safety.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { pressRefusal } from './press-refusal.ts';

const limit = `Requests wait, for ${String(usualPauseMs / 1000)} s at most; a cutover or a revert goes meanwhile.`;

/** Quiet, among the details of the fleet: nobody needs it every day. */
export function PauseAct({ fleet }: { readonly fleet: Fleet }) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const canHold = usePanel((panel) => panel.capabilities.canHold);
  if (!canHold || !isServed(fleet) || fleet.entry.holding?.kind === 'paused') return null;
  const isClosed = isEntryClosed(fleet);
  return (
    <ActButton
      look="quiet"
      anchor={'pause' satisfies Anchor}
      refusedBecause={pressRefusal(link, band) ?? (isClosed ? 'The entry is not open.' : undefined)}
      title={limit}
      onAct={() => {
        acts.pauseEntry(fleet.id, true);
      }}
    >
      Pause the entry
    </ActButton>
  );
}

/** Beside the sentence that says so, whatever else goes on. */
export function ResumeAct({ fleet }: { readonly fleet: Fleet }) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  if (holdingAt(fleet.entry)?.kind !== 'paused') return null;
  return (
    <ActButton
      anchor={'resume' satisfies Anchor}
      refusedBecause={
        link === 'live' ? (writeRefusal(band) ?? undefined) : pressRefusal(link, band)
      }
      title="Lets in the requests that wait."
      onAct={() => {
        acts.pauseEntry(fleet.id, false);
      }}
    >
      <CirclePlay size={15} aria-hidden="true" />
      Resume
    </ActButton>
  );
}
