/** Gives the focus to the control that somebody asked to be led to. It is never pressed. */
import { useEffect } from 'react';
import { useSetView, useView } from '../../store/panel-context.ts';
import { focusLed } from '../../ui/focus-led.ts';

const controls = 'button, input';

export function useLead(): void {
  const lead = useView((view) => view.lead);
  const isDialogOpen = useView((view) => view.dialog !== null);
  const setView = useSetView();
  useEffect(() => {
    if (lead === null || isDialogOpen) return undefined;
    let frame = requestAnimationFrame(() => {
      // In the first frame a dialog that was left gives the focus back; this one has the last word.
      frame = requestAnimationFrame(() => {
        const found = document.querySelector<HTMLElement>(`[data-anchor="${lead}"]`);
        const control = found?.matches(controls) === true ? found : found?.querySelector(controls);
        if (control instanceof HTMLElement) focusLed(control);
        setView({ lead: null });
      });
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [lead, isDialogOpen, setView]);
}
