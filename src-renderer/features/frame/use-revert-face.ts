/** The face of the revert button over what is on screen now. */
import { useEffect, useState } from 'react';
import { writeRefusal } from '../../../src-shared/safety.ts';
import { useClock, useFleet, usePanelState, useView } from '../../store/panel-context.ts';
import { revertFace, type RevertFace } from './revert-face.ts';
import { switchMsOf } from './switch-ms.ts';
import { useSurroundings } from './use-surroundings.ts';

/** How long the button itself says that it is done; the fleet screen says it for longer. */
const doneShownMs = 8000;

/** True until the moment is `doneShownMs` past, with one timer for the change. */
function useIsFresh(atMs: number | null): boolean {
  const { nowMs } = useClock();
  const [staleAtMs, setStale] = useState<number | null>(null);
  useEffect(() => {
    if (atMs === null) return undefined;
    const timer = window.setTimeout(
      () => {
        setStale(atMs);
      },
      Math.min(doneShownMs, Math.max(0, atMs + doneShownMs - nowMs())),
    );
    return () => {
      window.clearTimeout(timer);
    };
  }, [atMs, nowMs]);
  return atMs !== null && staleAtMs !== atMs;
}

export function useRevertFace(): RevertFace {
  const fleet = useFleet();
  const switchMs = usePanelState(({ panel }) =>
    panel === null || fleet === undefined ? null : switchMsOf(panel, fleet.id),
  );
  const progress = usePanelState(({ panel }) =>
    panel?.progress.find((item) => item.fleet === fleet?.id),
  );
  const assumed = useView((view) => view.assumed);
  const outcome = usePanelState(({ panel }) =>
    panel?.outcomes.find(
      (item) =>
        item.fleet === fleet?.id && item.intent.kind === 'revert' && item.kind === 'verified',
    ),
  );
  const isFresh = useIsFresh(outcome?.atMs ?? null);
  const justDone = isFresh ? outcome : undefined;
  const forbidden = usePanelState(({ panel }) =>
    panel === null ? null : writeRefusal(panel.band),
  );
  const hasChosen = useView((view) => view.fleet !== null);
  const hasFleets = usePanelState(({ panel }) => (panel?.fleets.length ?? 0) > 0);
  const absence = hasChosen ? 'lost' : hasFleets ? 'to-choose' : 'none';
  const seen = useSurroundings(fleet, (fleet?.rehearsals?.length ?? 0) > 0);
  return revertFace({
    ...{ fleet, switchMs, assumed, progress, justDone, forbidden, absence },
    ...seen,
  });
}
