/** What the button of a check does that did not pass: it leads to a control, in the dialog or on a screen. Nothing is pressed. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { fixOf, type FixKind } from '../../../src-shared/preflight-fix.ts';
import type { PreflightCheck, PreflightWish } from '../../../src-shared/preflight-shape.ts';
import { comesFrom } from '../../../src-shared/preflight-shape.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { usePanel, useSetView } from '../../store/panel-context.ts';
import type { Anchor, ViewState } from '../../store/view-store.ts';
import { focusInDialog, type DialogAnchor } from './focus-in-dialog.ts';

export interface LeadingFix {
  readonly text: string;
  readonly onAct: () => void;
}

type Place =
  /** A field of the dialog that is open. */
  | { readonly kind: 'field'; readonly anchor: DialogAnchor }
  | { readonly kind: 'screen'; readonly view: Partial<ViewState> };

const fleetScreen = (lead: Anchor): Place => ({
  kind: 'screen',
  view: { dialog: null, screen: 'fleet', lead },
});

/** Null where there is nothing to lead to. @param wish null: nothing is checked yet. */
export function useFixes(
  fleet: Fleet,
  wish: PreflightWish | null,
): (check: PreflightCheck) => LeadingFix | null {
  const link = usePanel((panel) => panel.link.kind);
  const capabilities = usePanel((panel) => panel.capabilities);
  const setView = useSetView();
  return (check) => {
    if (wish === null) return null;
    const fix = fixOf(check, { fleet, wish, link, capabilities });
    if (fix === null) return null;
    const place = placeOf(fix.kind, fleet, wish);
    return {
      text: fix.text,
      onAct: () => {
        if (place.kind === 'field') focusInDialog(place.anchor);
        else setView(place.view);
      },
    };
  };
}

function placeOf(kind: FixKind, fleet: Fleet, wish: PreflightWish): Place {
  switch (kind) {
    case 'sign-in':
    case 'start-yard':
    case 'resume':
    case 'sample-traffic':
    case 'leftovers':
      return fleetScreen(kind);
    case 'show-change':
      return { kind: 'screen', view: { dialog: null, screen: 'fleet' } };
    case 'blocks':
      return { kind: 'screen', view: { dialog: null, screen: 'fleet', isTable: true } };
    case 'images':
      return { kind: 'screen', view: { dialog: null, screen: 'images', lead: 'import' } };
    case 'settings':
      return fleetScreen('marker');
    case 'rights':
      return { kind: 'screen', view: { dialog: { kind: 'plan' } } };
    case 'compare':
      return { kind: 'screen', view: comparing(fleet, wish) };
    case 'choose-source':
      return { kind: 'field', anchor: 'release-source' };
    case 'size':
      return { kind: 'field', anchor: 'release-size' };
    case 'proof':
      return { kind: 'field', anchor: 'release-path' };
    case 'bake':
      return { kind: 'field', anchor: 'release-bake' };
    case 'steps':
      return { kind: 'field', anchor: 'release-steps' };
  }
}

function comparing(fleet: Fleet, wish: PreflightWish): Partial<ViewState> {
  return {
    ...{ dialog: null, screen: 'compare', compareWhat: 'images' },
    compareA: currentOf(fleet)?.image ?? null,
    compareB: comesFrom(fleet, wish).image,
  };
}
