/** Two images side by side, before one of them gets any traffic. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type ImageId } from '../../../src-shared/ids.ts';
import type { Image } from '../../../src-shared/image.ts';
import { lanesOf, roleOf } from '../../../src-shared/roles.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useFleet, usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ContentsCard } from '../contents/contents-card.tsx';
import { DisksCard } from '../disks/disks-card.tsx';
import { shortId } from '../../ui/format.ts';
import { ComparisonView } from './comparison-view.tsx';
import { FindImage } from './find-image.tsx';
import { hueOf } from './side-hue.ts';
import { useImageComparison } from './use-comparison.ts';
import { useKnownImages } from './use-known-images.ts';

export function CompareImages() {
  const fleet = useFleet();
  const { findsImages, comparesDisks } = usePanel((panel) => panel.capabilities);
  const images = useKnownImages();
  const lane = useView((view) => view.lane);
  const pickedA = useView((view) => view.compareA);
  const pickedB = useView((view) => view.compareB);
  const setView = useSetView();
  const lanes = fleet === undefined ? [] : lanesOf(fleet, lane ?? undefined);
  const known = (id: ImageId | null | undefined): ImageId | null =>
    images.find((image) => image.id === id)?.id ?? null;
  const a = known(pickedA) ?? known(lanes[0]?.image) ?? images[0]?.id ?? null;
  const b =
    known(pickedB) ?? known(lanes[1]?.image) ?? images.find((image) => image.id !== a)?.id ?? a;
  const comparison = useImageComparison(a, b);
  const hue = (id: ImageId | null) => hueOf(lanes.findIndex((each) => each.image === id));
  return (
    <ComparisonView
      noun="image"
      a={{ id: a, name: imageName(images, fleet, a), hue: hue(a) }}
      b={{ id: b, name: imageName(images, fleet, b), hue: hue(b) }}
      options={images.map((image) => ({
        value: image.id,
        text: titleOf(image),
        note: usedBy(fleet, image.id) || shortId(image.id),
      }))}
      onPick={(compareA, compareB) => {
        setView({ compareA, compareB });
      }}
      comparison={comparison}
      of={a === null || b === null ? null : { kind: 'images', a, b }}
      act={b !== null && <ReleaseRight image={b} />}
      contents={
        a !== null &&
        b !== null && (
          <>
            <ContentsCard a={a} b={b} />
            {comparesDisks && <DisksCard a={a} b={b} />}
          </>
        )
      }
      {...(findsImages
        ? {
            finder: (
              <FindImage
                onFound={(compareB) => {
                  setView({ compareB });
                }}
              />
            ),
          }
        : {})}
    />
  );
}

/** Opens the form; nothing is sent by it. */
function ReleaseRight({ image }: { readonly image: ImageId }) {
  const fleet = useFleet();
  const verbs = usePanel((panel) => panel.capabilities.verbs);
  const setView = useSetView();
  if (!verbs.includes('launch')) return null;
  return (
    <ActButton
      refusedBecause={fleet === undefined ? 'There is no fleet yet.' : undefined}
      onAct={() => {
        setView({
          dialog: verbs.includes('release')
            ? { kind: 'release', source: { kind: 'image', image } }
            : { kind: 'launch', image },
        });
      }}
    >
      Use the right one in a release&hellip;
    </ActButton>
  );
}

function titleOf(image: Image): string {
  return `${plain(image.name, 60)} ${plain(image.version, 40)}`.trimEnd();
}

/** `v001 current` for an image that a generation of the fleet runs. */
function usedBy(fleet: Fleet | undefined, image: ImageId): string {
  return (fleet?.generations ?? [])
    .filter((generation) => generation.image === image && generation.rung !== 'retired')
    .map((generation) =>
      fleet === undefined ? '' : `${labelOfGeneration(generation)} ${roleOf(fleet, generation)}`,
    )
    .join(', ');
}

function imageName(images: readonly Image[], fleet: Fleet | undefined, id: ImageId | null): string {
  const image = images.find((each) => each.id === id);
  const used = id === null ? '' : usedBy(fleet, id);
  if (used !== '') return used;
  return image === undefined ? 'none' : titleOf(image);
}
