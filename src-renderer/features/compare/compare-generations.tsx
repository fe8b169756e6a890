/** Two generations of the fleet: image, recipe, and the texts that their servers were started with. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type GenerationId } from '../../../src-shared/ids.ts';
import { lanesOf, roleOf } from '../../../src-shared/roles.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useSetView, useView } from '../../store/panel-context.ts';
import { ComparisonView } from './comparison-view.tsx';
import { AppearanceCard } from '../appearance/appearance-card.tsx';
import { BehaviourCard } from '../behaviour/behaviour-card.tsx';
import type { BehaviourSide } from '../behaviour/behaviour-side.ts';
import { ContentsCard } from '../contents/contents-card.tsx';
import { hueOf } from './side-hue.ts';
import { useGenerationComparison } from './use-comparison.ts';

export function CompareGenerations({ fleet }: { readonly fleet: Fleet }) {
  const lane = useView((view) => view.lane);
  const pickedA = useView((view) => view.compareOld);
  const pickedB = useView((view) => view.compareNew);
  const setView = useSetView();
  const lanes = lanesOf(fleet, lane ?? undefined);
  const ids = fleet.generations.map(({ id }) => id);
  const known = (id: GenerationId | null | undefined): GenerationId | null =>
    ids.find((each) => each === id) ?? null;
  const a = known(pickedA) ?? lanes[0]?.id ?? ids[0] ?? null;
  const b = known(pickedB) ?? lanes[1]?.id ?? ids.find((id) => id !== a) ?? a;
  const comparison = useGenerationComparison(fleet.id, a, b);
  const nameOf = (id: GenerationId | null): string => {
    const generation = fleet.generations.find((each) => each.id === id);
    return generation === undefined
      ? 'none'
      : `${plain(labelOfGeneration(generation), 60)} ${roleOf(fleet, generation)}`;
  };
  const hue = (id: GenerationId | null) => hueOf(lanes.findIndex((each) => each.id === id));
  const imageOf = (id: GenerationId | null) =>
    fleet.generations.find((each) => each.id === id)?.image;
  const sideOf = (id: GenerationId | null): BehaviourSide | null => {
    const generation = fleet.generations.find((each) => each.id === id);
    return generation === undefined ? null : { generation, name: nameOf(id), hue: hue(id) };
  };
  const sides = { a: sideOf(a), b: sideOf(b) };
  const images = { a: imageOf(a), b: imageOf(b) };
  return (
    <ComparisonView
      noun="generation"
      a={{ id: a, name: nameOf(a), hue: hue(a) }}
      b={{ id: b, name: nameOf(b), hue: hue(b) }}
      options={fleet.generations.map((generation) => ({
        value: generation.id,
        text: plain(labelOfGeneration(generation), 60),
        note: roleOf(fleet, generation),
      }))}
      onPick={(compareOld, compareNew) => {
        setView({ compareOld, compareNew });
      }}
      comparison={comparison}
      of={a === null || b === null ? null : { kind: 'generations', fleet: fleet.id, a, b }}
      contents={
        <>
          {a !== null && b !== null && (
            <AppearanceCard {...{ fleet, a, b }} nameA={nameOf(a)} nameB={nameOf(b)} />
          )}
          {sides.a !== null && sides.b !== null && (
            <BehaviourCard fleet={fleet} a={sides.a} b={sides.b} />
          )}
          {images.a !== undefined && images.b !== undefined && (
            <ContentsCard a={images.a} b={images.b} />
          )}
        </>
      }
    />
  );
}
