/** What the window knows of the way to a yard, for every place that says what a revert would meet. */
import { deniedAction } from '../../../src-shared/denied-action.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { YardLink } from '../../../src-shared/panel.ts';
import type { SeenSurroundings } from '../../../src-shared/revert-surroundings.ts';
import { useClock, usePanelState, useView } from '../../store/panel-context.ts';
import { useNow } from '../../ui/use-now.ts';

const linkBeforeAnything: YardLink = { kind: 'starting' };

/** What is left of credentials, and the age of a rehearsal, are told in minutes. */
const minutesEveryMs = 10_000;

/** @param ages something else on screen grows old by the same clock. */
export function useSurroundings(fleet: Fleet | undefined, ages: boolean): SeenSurroundings {
  const { nowMs } = useClock();
  const link = usePanelState(({ panel }) => panel?.link) ?? linkBeforeAnything;
  const account = usePanelState(({ panel }) => panel?.band.account) ?? null;
  const ends = account !== null && (account.endsAtMs !== null || account.signInByMs !== null);
  const now = useNow(nowMs, minutesEveryMs, ends || ages);
  const written = usePanelState(({ panel }) => deniedAction(panel?.outcomes ?? [], fleet?.id));
  const checked = useView((view) => view.deniedWayBack);
  const by = written === null ? 'check' : 'write';
  // Whoever signed in since may have other rights.
  const action = written ?? (checked?.actor === account?.actor ? (checked?.action ?? null) : null);
  const denied = action === null ? null : ({ action, by } as const);
  return { link, nowMs: now, account, denied };
}
