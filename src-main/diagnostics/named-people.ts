/** Who stands in what is exported, with the computer they sit at: so that their names can be taken out of it. Pure. */
import type { PanelSnapshot } from '../../src-shared/panel.ts';

export interface Named {
  readonly name: string;
  /** Empty: not said. */
  readonly host: string;
}

/** `ben on bens-mac`, as it is kept where only a text is. */
export function namedIn(text: string): Named {
  const at = text.lastIndexOf(' on ');
  return at < 0
    ? { name: text, host: '' }
    : { name: text.slice(0, at), host: text.slice(at + ' on '.length) };
}

/** Whoever works on the fleets that are seen, or wrote of them. */
export function peopleIn(panels: readonly PanelSnapshot[]): readonly Named[] {
  return panels.flatMap((panel) => [
    panel.self,
    ...panel.fleets.flatMap(({ rollout, generations }) => [
      ...(rollout === null ? [] : [rollout.owner]),
      ...generations.flatMap(({ data }) => (data === undefined ? [] : [namedIn(data.by)])),
    ]),
    ...panel.timeline.map(({ by }) => namedIn(by)),
  ]);
}
