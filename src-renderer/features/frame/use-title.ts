/** The window's title: which screen, of which fleet. */
import { useEffect } from 'react';
import { plain } from '../../../src-shared/wording.ts';
import { useFleet, useView } from '../../store/panel-context.ts';

export function useTitle(): void {
  const screen = useView((view) => view.screen);
  const name = useFleet()?.name;
  useEffect(() => {
    const word = `${screen.charAt(0).toUpperCase()}${screen.slice(1)}`;
    document.title =
      name === undefined ? `${word} - Blockyard` : `${word} - ${plain(name, 60)} - Blockyard`;
  }, [screen, name]);
}
