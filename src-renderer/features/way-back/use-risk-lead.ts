/** Where the fix of a risk leads: a dialog, a screen, or a control that gets the focus. Nothing is pressed by it. */
import type { RiskLead } from '../../../src-shared/revert-risk.ts';
import { useSetView } from '../../store/panel-context.ts';
import type { ViewState } from '../../store/view-store.ts';

export function useRiskLead(): (lead: RiskLead) => void {
  const setView = useSetView();
  return (lead) => {
    setView(placeOf(lead));
  };
}

function placeOf(lead: RiskLead): Partial<ViewState> {
  switch (lead.kind) {
    case 'sign-in':
    case 'start-yard':
      return { screen: 'fleet', lead: lead.kind };
    case 'rights':
      return { dialog: { kind: 'plan' } };
    case 'images':
      return { screen: 'images', lead: 'import' };
    case 'blocks':
      return { screen: 'fleet', isTable: true, isInspectorOpen: false };
    case 'keep-images':
      return { screen: 'settings' };
    case 'rehearsal':
      return { screen: 'fleet', block: null, lead: 'rehearse' };
    case 'scale':
      return { dialog: { kind: 'scale', generation: lead.generation, size: null } };
    case 'start':
    case 'data-note':
      return { dialog: { kind: lead.kind, generation: lead.generation } };
  }
}
