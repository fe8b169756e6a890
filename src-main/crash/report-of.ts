/** What of a panel's yards a crash window needs to know. Pure. */
import { wayBackOf } from '../../src-shared/roles.ts';
import { plain } from '../../src-shared/wording.ts';
import { fleetLine } from '../desktop/fleet-line.ts';
import type { TrayYard } from '../desktop/tray-face.ts';
import type { CrashReport } from './crash-report.ts';

const mostFleets = 500;

export function reportOf(
  yards: readonly TrayYard[],
  rest: Omit<CrashReport, 'fleets' | 'running'>,
): CrashReport {
  const fleets = yards.flatMap(({ summary, panel }) =>
    panel.fleets.map((fleet) => ({
      ...{ yard: summary.id, fleet: fleet.id, name: plain(fleet.name, 60) },
      line: fleetLine(fleet, panel, rest.atMs).text,
      wayBack: wayBackOf(fleet)?.id ?? null,
    })),
  );
  const running = yards.flatMap(({ summary, panel }) =>
    panel.progress.map(({ title }) => `${plain(title, 120)} in ${plain(summary.name, 60)}`),
  );
  return {
    ...rest,
    reason: rest.reason.slice(0, 20_000),
    fleets: fleets.slice(0, mostFleets),
    running: running.slice(0, mostFleets),
  };
}
