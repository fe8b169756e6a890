/** A panel's snapshot around fleets, for tests. */
import { localCapabilities } from '../../src-shared/capabilities.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asYardId } from '../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';

export function aPanel(fleets: readonly Fleet[], more: Partial<PanelSnapshot> = {}): PanelSnapshot {
  return {
    ...{ sequence: 1, yard: asYardId('local'), yards: [], observedAtMs: 1, images: [] },
    band: { yardName: 'Local yard', kind: 'local', detail: '', account: null },
    ...{ capabilities: localCapabilities, link: { kind: 'live' }, fleets: [...fleets] },
    ...{ progress: [], outcomes: [], timeline: [], sampleTraffic: [], switchTimes: [] },
    self: { name: 'ann', host: 'desk', panel: 'p' },
    ...{ settings: { theme: 'system', onQuit: 'keep-yard' }, markers: [] },
    versions: { app: '0', electron: '0', host: null },
    ...more,
  };
}
