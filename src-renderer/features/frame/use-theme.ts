/** Puts the chosen theme and motion on the document; `system` leaves them to the media queries. */
import { useLayoutEffect } from 'react';
import { usePanelState } from '../../store/panel-context.ts';

export function useTheme(): void {
  const theme = usePanelState(({ panel }) => panel?.settings.theme ?? 'system');
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }, [theme]);
  const motion = usePanelState(({ panel }) => panel?.settings.motion);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (motion === undefined) delete dataset['motion'];
    else dataset['motion'] = motion;
  }, [motion]);
}
