/** What can be done now, each leading to the button or the dialog that does it. Pure. */
import { holdingAt, isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { unableBecause } from '../../../src-shared/plan-of.ts';
import { rehearsable } from '../../../src-shared/rehearsal.ts';
import { currentOf, wayBackOf } from '../../../src-shared/roles.ts';
import { plain } from '../../../src-shared/wording.ts';
import { isAnyChanging } from '../../store/end-welcome.ts';
import type { Anchor, OpenDialog, ViewState } from '../../store/view-store.ts';
import { rungOffers } from '../fleet/rung-offers.ts';
import { cutOverTarget } from '../fleet/situation.ts';
import { begun, putAway } from '../guide/begun.ts';
import { keysOf } from '../frame/shortcuts.ts';
import { lanesInView, runningRelease } from '../release/running-release.ts';
import type { PaletteAct, PaletteEntry } from './palette-entry.ts';

const toButton = 'goes to its button';
const toPlan = 'opens its plan';

function act(id: string, title: string, note: string, does: PaletteAct): PaletteEntry {
  return { id: `act ${id}`, group: 'Acts', title, note, act: does };
}

function toAnchor(lead: Anchor, view: Partial<ViewState> = { screen: 'fleet' }): PaletteAct {
  return { kind: 'view', view: { ...view, lead } };
}

function toDialog(dialog: OpenDialog): PaletteAct {
  return { kind: 'view', view: { dialog } };
}

/** @param lane what was picked for the second lane. */
export function fleetActs(
  panel: PanelSnapshot,
  fleet: Fleet,
  lane: ViewState['lane'],
): readonly PaletteEntry[] {
  const { verbs, canHold, notesData, sampleTraffic } = panel.capabilities;
  const canRehearse = rehearsable(fleet, panel.capabilities, lane).kind === 'can';
  const { shortcuts } = panel.settings;
  const name = plain(fleet.name, 60);
  const back = wayBackOf(fleet);
  const target = verbs.includes('cut-over') ? cutOverTarget(fleet, lane) : undefined;
  const of = <Of extends { readonly fleet: string }>(all: readonly Of[]): Of | undefined =>
    all.find((each) => each.fleet === fleet.id);
  const release = runningRelease(fleet, of(panel.progress), of(panel.outcomes));
  const offer = release?.offers.find(({ kind }) => kind === 'hold' || kind === 'resume');
  const current = currentOf(fleet);
  const inView = lanesInView(fleet, lane);
  const isPaused = holdingAt(fleet.entry)?.kind === 'paused';
  const some: readonly (PaletteEntry | null)[] = [
    {
      ...act(
        'revert',
        back === undefined ? 'Revert' : `Revert to ${labelOfGeneration(back)}`,
        back === undefined ? 'nothing to revert to now' : toButton,
        toAnchor('revert', {}),
      ),
      keys: keysOf('revert', shortcuts),
      also: 'rollback undo way back emergency',
    },
    target === undefined
      ? null
      : act('cut over', `Cut over to ${labelOfGeneration(target)}`, toButton, toAnchor('cut-over')),
    offer === undefined
      ? null
      : {
          ...act(
            'hold',
            offer.kind === 'hold' ? 'Hold the release' : 'Resume the release',
            toButton,
            toAnchor('hold'),
          ),
          keys: keysOf('hold', shortcuts),
        },
    !verbs.includes('release')
      ? null
      : {
          ...act(
            'release',
            'Release an image\u2026',
            toPlan,
            toDialog({ kind: 'release', source: null }),
          ),
          keys: keysOf('release', shortcuts),
          also: 'deploy',
        },
    !verbs.includes('launch')
      ? null
      : act(
          'launch',
          'Launch a new generation\u2026',
          toPlan,
          toDialog({ kind: 'launch', image: null }),
        ),
    ...inView.flatMap((generation) => {
      const label = labelOfGeneration(generation);
      const { id } = generation;
      return [
        verbs.includes('scale') &&
        generation.isForeign !== true &&
        unableBecause(fleet, 'scale') === null
          ? act(
              `scale ${id}`,
              `Scale ${label}\u2026`,
              toPlan,
              toDialog({ kind: 'scale', generation: id, size: null }),
            )
          : null,
        ...rungOffers(fleet, generation)
          .filter(({ verb }) => verbs.includes(verb))
          .map(({ verb, words: [before, behind] }) =>
            act(
              `${verb} ${id}`,
              `${before} ${label}${behind}\u2026`,
              verb === 'adopt' ? 'asks for its name' : toPlan,
              toDialog({ kind: verb, generation: id }),
            ),
          ),
        notesData
          ? {
              ...act(
                `data ${id}`,
                `Data note of ${label}\u2026`,
                'what it does to the database',
                toDialog({ kind: 'data-note', generation: id }),
              ),
              also: 'database migration expand contract',
            }
          : null,
        verbs.includes('retire') && generation.isForeign !== true && id !== current?.id
          ? {
              ...act(
                `retire ${id}`,
                `Retire ${label}\u2026`,
                'asks for its name',
                toDialog({ kind: 'retire', generation: id }),
              ),
              also: 'terminate end delete',
            }
          : null,
      ];
    }),
    target === undefined && back === undefined
      ? null
      : act(
          'plan',
          'Plan of the buttons in view\u2026',
          'what they do',
          toDialog({ kind: 'plan' }),
        ),
    !canRehearse
      ? null
      : {
          ...act(
            'rehearse',
            'Rehearse the way back',
            toButton,
            toAnchor('rehearse', { screen: 'fleet', block: null, isInspectorOpen: true }),
          ),
          also: 'drill dry run insurance',
        },
    !canHold
      ? null
      : act(
          'pause',
          isPaused ? 'Let the waiting requests in' : 'Pause the entry',
          toButton,
          toAnchor(isPaused ? 'resume' : 'pause', {
            screen: 'fleet',
            block: null,
            isInspectorOpen: true,
          }),
        ),
    !sampleTraffic
      ? null
      : act('sample', 'Sample traffic', 'goes to its switch', toAnchor('sample-traffic')),
    !isServed(fleet)
      ? null
      : act('open', 'Open the entry in the browser', plain(fleet.entry.url, 60), {
          kind: 'open-entry',
          fleet: fleet.id,
        }),
    {
      ...act('table', 'Blocks as a table', `of ${name}`, {
        kind: 'view',
        view: { screen: 'fleet', isTable: true },
      }),
      keys: keysOf('table', shortcuts),
    },
  ];
  return some.filter((entry) => entry !== null);
}

export const connectEntry = act(
  'connect',
  'Connect AWS\u2026',
  'looks first',
  toDialog({ kind: 'connect' }),
);

export function panelActs(panel: PanelSnapshot): readonly PaletteEntry[] {
  const { importsImages, ownHost, checksPermissions, sampleTraffic, verbs } = panel.capabilities;
  const { shortcuts } = panel.settings;
  const theme = (value: 'system' | 'dark' | 'light', title: string): PaletteEntry => ({
    ...act(
      `theme ${value}`,
      title,
      panel.settings.theme === value ? 'as it is now' : 'changes it at once',
      { kind: 'settings', change: { theme: value } },
    ),
    also: 'theme colours appearance',
  });
  const some: readonly (PaletteEntry | null)[] = [
    !verbs.includes('release')
      ? null
      : {
          ...act('open file', 'Open a release file\u2026', toPlan, { kind: 'open-release-file' }),
          keys: keysOf('open-file', shortcuts),
          also: 'yaml json script',
        },
    !importsImages
      ? null
      : act('import', 'Import an image\u2026', 'on the images screen', {
          kind: 'view',
          view: { screen: 'images' },
        }),
    connectEntry,
    !checksPermissions
      ? null
      : act('permissions', 'Check permissions', 'in the settings', {
          kind: 'view',
          view: { screen: 'settings' },
        }),
    {
      ...act('keyboard', 'Keyboard shortcuts\u2026', 'the sheet', toDialog({ kind: 'keyboard' })),
      keys: keysOf('sheet', shortcuts),
      also: 'help keys',
    },
    !sampleTraffic
      ? null
      : {
          ...act('guide', 'Guided release', 'on the sample fleet', {
            kind: 'settings',
            change: { guide: begun(panel.settings.guide) },
          }),
          also: 'tutorial learn help',
        },
    // While a change runs it would give way at once.
    isAnyChanging(panel)
      ? null
      : {
          ...act('welcome', 'Welcome', 'how to begin', {
            kind: 'settings',
            change: { welcome: 'due', ...putAway(panel.settings.guide) },
            view: { screen: 'fleet' },
          }),
          also: 'first start',
        },
    theme('dark', 'Dark theme'),
    theme('light', 'Light theme'),
    theme('system', 'Theme as the system'),
    !ownHost
      ? null
      : act(
          'yard',
          panel.link.kind === 'live' || panel.link.kind === 'stale'
            ? 'Stop the yard\u2026'
            : 'Start the yard\u2026',
          toButton,
          toAnchor('yard-switch', { screen: 'settings' }),
        ),
  ];
  return some.filter((entry) => entry !== null);
}
