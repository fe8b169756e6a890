/** The words of the window's title. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { PanelSnapshot, Progress } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Screen } from '../../store/view-store.ts';

export function titleOf(
  screen: Screen,
  fleet: Fleet | undefined,
  panel: Pick<PanelSnapshot, 'progress' | 'fleets' | 'link'> | null,
): string {
  const word = `${screen.charAt(0).toUpperCase()}${screen.slice(1)}`;
  const runs = panel === null ? null : runningText(fleet, panel);
  const parts = [runs, word, fleet === undefined ? null : plain(fleet.name, 60), 'Blockyard'];
  return parts.filter((part) => part !== null).join(' - ');
}

/** Of the fleet in view, else of the first one, by its name; null when nothing runs. */
function runningText(
  fleet: Fleet | undefined,
  { progress, fleets, link }: Pick<PanelSnapshot, 'progress' | 'fleets' | 'link'>,
): string | null {
  const own = progress.find((item) => item.fleet === fleet?.id);
  const shown = own ?? progress[0];
  if (shown === undefined) return null;
  const named = fleets.find(({ id }) => id === shown.fleet)?.name ?? shown.fleet;
  const whose = own === undefined ? `${plain(named, 40)}: ` : '';
  return `${howFar(shown, link.kind === 'live')} ${whose}${plain(shown.title, 80)}`;
}

/** What is not seen has no figure. */
function howFar({ value, course }: Progress, isSeen: boolean): string {
  if (!isSeen) return '?';
  if (course?.isHeld === true) return 'Held,';
  if (course?.offers.some(({ kind }) => kind === 'pass') === true) return 'Waits for you,';
  return `${String(Math.floor(Math.min(1, Math.max(0, value)) * 100))} %`;
}
