/** The face of the revert button over what is on screen now. */
import { useEffect, useState } from 'react';
import { deniedAction } from '../../../src-shared/denied-action.ts';
import type { YardLink } from '../../../src-shared/panel.ts';
import { writeRefusal } from '../../../src-shared/safety.ts';
import { useClock, useFleet, usePanelState, useView } from '../../store/panel-context.ts';
import { useNow } from '../../ui/use-now.ts';
import { revertFace, type RevertFace } from './revert-face.ts';
import { switchMsOf } from './switch-ms.ts';

const linkBeforeAnything: YardLink = { kind: 'starting' };

/** How long the button itself says that it is done; the fleet screen says it for longer. */
const doneShownMs = 8000;

/** What is left of credentials is told in minutes. */
const minutesEveryMs = 10_000;

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
  const { nowMs } = useClock();
  const fleet = useFleet();
  const link = usePanelState(({ panel }) => panel?.link) ?? linkBeforeAnything;
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
  const account = usePanelState(({ panel }) => panel?.band.account) ?? null;
  const ends = account !== null && (account.endsAtMs !== null || account.signInByMs !== null);
  const now = useNow(nowMs, minutesEveryMs, ends);
  const written = usePanelState(({ panel }) => deniedAction(panel?.outcomes ?? [], fleet?.id));
  const checked = useView((view) => view.deniedWayBack);
  const by = written === null ? 'check' : 'write';
  // Whoever signed in since may have other rights.
  const action = written ?? (checked?.actor === account?.actor ? (checked?.action ?? null) : null);
  const denied = action === null ? null : ({ action, by } as const);
  return revertFace({
    ...{ fleet, link, switchMs, assumed, progress, justDone, forbidden, absence },
    ...{ nowMs: now, account, denied },
  });
}
