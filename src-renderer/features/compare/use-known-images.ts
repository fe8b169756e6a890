/** Images of the yard, and those that were asked for by id and are not among them. */
import type { Image } from '../../../src-shared/image.ts';
import { usePanel, useView } from '../../store/panel-context.ts';

export function useKnownImages(): readonly Image[] {
  const shown = usePanel((panel) => panel.images);
  const found = useView((view) => view.compareFound);
  return [...shown, ...found.filter(({ id }) => shown.every((image) => image.id !== id))];
}
