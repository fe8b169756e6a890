/** Puts the chosen theme on the document; `system` leaves it to the media query. */
import { useLayoutEffect } from 'react';
import { usePanelState } from '../../store/panel-context.ts';

export function useTheme(): void {
  const theme = usePanelState(({ panel }) => panel?.settings.theme ?? 'system');
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }, [theme]);
}
