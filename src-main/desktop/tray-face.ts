/** What the icon, its tooltip and its menu say of all yards of this panel. Pure. */
import type { FleetId, YardId } from '../../src-shared/ids.ts';
import type { PanelSnapshot, YardSummary } from '../../src-shared/panel.ts';
import { plain } from '../../src-shared/wording.ts';
import { fleetLine, type FleetLine } from './fleet-line.ts';

/** Each has a shape of its own: colour tells nothing in a menu bar. */
export const trayStates = ['calm', 'runs', 'trouble', 'unknown'] as const;
export type TrayState = (typeof trayStates)[number];

export interface TrayYard {
  readonly summary: YardSummary;
  readonly panel: PanelSnapshot;
}

export interface TrayFleet extends FleetLine {
  readonly yard: YardId;
  readonly fleet: FleetId;
}

export interface TrayFace {
  readonly state: TrayState;
  /** One sentence; Windows cuts at 127 characters. */
  readonly tooltip: string;
  /** What counts most comes first. */
  readonly fleets: readonly TrayFleet[];
  /** Of yards of which nothing is known now, a line each. */
  readonly unknown: readonly { readonly yard: YardId; readonly text: string }[];
}

const tooltipLimit = 127;

export function trayFace(yards: readonly TrayYard[], nowMs: number): TrayFace {
  // Nobody has opened the others since the panel started: they are no news.
  const open = yards.filter(({ summary }) => summary.status !== 'closed');
  const live = open.filter(({ summary }) => summary.status === 'live');
  const several = yards.length > 1;
  const fleets = live.flatMap(({ summary, panel }) =>
    panel.fleets.map((fleet): TrayFleet => {
      const line = fleetLine(fleet, panel, nowMs);
      const name = several ? `${line.name} (${plain(summary.name, 40)})` : line.name;
      return { ...line, name, yard: summary.id, fleet: fleet.id };
    }),
  );
  const order = { trouble: 0, runs: 1, weak: 2, calm: 3 } as const;
  const sorted = [...fleets].sort((a, b) => order[a.tone] - order[b.tone]);
  const unknown = open.flatMap(({ summary }) => {
    const word = unknownWords[summary.status];
    const name = plain(summary.name, 60);
    return word === undefined ? [] : [{ yard: summary.id, text: `${name}: ${word}` }];
  });
  const lost = open.find(({ summary }) => troubledYards.has(summary.status));
  const [first] = sorted;
  const common = { fleets: sorted, unknown };
  if (lost !== undefined || first?.tone === 'trouble') {
    const what =
      lost === undefined
        ? `${first?.name ?? ''}: ${first?.text ?? ''}`
        : `${plain(lost.summary.name, 60)}: ${unknownWords[lost.summary.status] ?? ''}`;
    return { ...common, state: 'trouble', tooltip: tip(`trouble. ${what}`) };
  }
  if (first?.tone === 'runs') {
    const more = sorted.filter(({ tone }) => tone === 'runs').length - 1;
    const others = more === 0 ? '' : ` (and ${String(more)} more)`;
    return { ...common, state: 'runs', tooltip: tip(`${first.name}: ${first.text}${others}`) };
  }
  const [dark] = unknown;
  if (dark !== undefined) {
    return { ...common, state: 'unknown', tooltip: tip(`not known. ${dark.text}`) };
  }
  if (first?.tone === 'weak') {
    const what = `${first.name}: ${first.wayBack ?? ''}`;
    return { ...common, state: 'calm', tooltip: tip(`nothing runs. ${what}`) };
  }
  return { ...common, state: 'calm', tooltip: tip(calmText(open, fleets.length)) };
}

const troubledYards: ReadonlySet<YardSummary['status']> = new Set([
  'gone',
  'failed',
  'incompatible',
]);

const unknownWords: Partial<Record<YardSummary['status'], string>> = {
  starting: 'it is not seen yet',
  stale: 'it does not answer',
  gone: 'the yard host has ended',
  incompatible: 'its host speaks another version',
  'signed-out': 'signed out',
  failed: 'it could not be opened',
};

function calmText(open: readonly TrayYard[], fleets: number): string {
  if (fleets > 0) {
    return `nothing runs, nothing is wrong. ${fleets === 1 ? '1 fleet' : `${String(fleets)} fleets`}.`;
  }
  const isStopped = open.some(({ summary }) => summary.status === 'stopped');
  return isStopped ? 'the yard is stopped.' : 'there is no fleet.';
}

function tip(text: string): string {
  return plain(`Blockyard: ${text}`, tooltipLimit);
}
