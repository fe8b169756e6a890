/**
 * A dialog is about the fleet that it was opened for, and mostly about one of its generations. When that is gone it is
 * closed, and said: it would wait unseen else, take the keys, and open filled in for another fleet.
 */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { FleetId, GenerationId } from '../../src-shared/ids.ts';
import { labelOf } from '../../src-shared/split.ts';
import { plain } from '../../src-shared/wording.ts';
import { fleetOnScreen } from './fleet-choice.ts';
import type { PanelStore } from './panel-store.ts';
import type { OpenDialog, ViewStore } from './view-store.ts';

export interface FleetDialogs {
  /** Of what is sent from a dialog: it is not said then that nothing was. */
  readonly sent: <Answer>(answer: Promise<Answer>) => Promise<Answer>;
  readonly stop: () => void;
}

interface Held {
  readonly dialog: OpenDialog;
  readonly fleet: FleetId;
  readonly name: string;
  /** How the generation is called that it names, once it was seen. */
  readonly generation: string | null;
  readonly hasSent: boolean;
}

export function followFleetDialogs(panel: PanelStore, view: ViewStore): FleetDialogs {
  let held: Held | null = null;

  const follow = (): void => {
    const { dialog } = view.getState();
    const all = panel.getState().panel?.fleets ?? [];
    const fleet = fleetOnScreen(all, view.getState());
    if (dialog === null || !isAboutFleet(dialog)) {
      held = null;
      return;
    }
    const known = held?.dialog === dialog ? held : null;
    if (known === null) {
      held = fleet === undefined ? null : hold(dialog, fleet);
      return;
    }
    const gone = goneOf(known, all, fleet);
    if (gone === null) {
      if (known.generation === null && fleet !== undefined) {
        held = { ...hold(dialog, fleet), hasSent: known.hasSent };
      }
      return;
    }
    held = null;
    const sent = known.hasSent ? 'What was pressed in it was sent.' : 'Nothing was sent.';
    const message = `The dialog was closed: ${gone}. ${sent}`;
    view.setState({ dialog: null, fault: { code: 'not-found', message } });
  };

  const stops = [panel.subscribe(follow), view.subscribe(follow)];
  return {
    sent: (answer) => {
      if (held !== null) held = { ...held, hasSent: true };
      return answer;
    },
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

function hold(dialog: OpenDialog, fleet: Fleet): Held {
  const named = namedBy(dialog);
  const isThere = named !== null && fleet.generations.some(({ id }) => id === named);
  const generation = isThere ? labelOf(fleet, named) : null;
  return { dialog, fleet: fleet.id, name: plain(fleet.name, 60), generation, hasSent: false };
}

/** What it was about and is not there, as the rest of a sentence; null while all is there. */
function goneOf(
  { dialog, fleet: id, name, generation }: Held,
  all: readonly Fleet[],
  shown: Fleet | undefined,
): string | null {
  if (!all.some((each) => each.id === id)) return `${name} is not seen any more`;
  if (shown?.id !== id) return `${name} is not on screen any more`;
  const named = namedBy(dialog);
  if (generation === null || shown.generations.some((each) => each.id === named)) return null;
  return `${generation} of ${name} is not there any more`;
}

function isAboutFleet({ kind }: OpenDialog): boolean {
  switch (kind) {
    case 'connect':
    case 'keyboard':
    case 'palette':
    case 'release-file':
      return false;
    default:
      return true;
  }
}

function namedBy(dialog: OpenDialog): GenerationId | null {
  switch (dialog.kind) {
    case 'retire':
    case 'adopt':
    case 'stop':
    case 'start':
    case 'data-note':
    case 'scale':
      return dialog.generation;
    case 'cut-over':
      return dialog.to;
    default:
      return null;
  }
}
