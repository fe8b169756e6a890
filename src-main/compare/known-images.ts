/** The two images of a comparison: read now where the yard can, else as the last look showed them. */
import type { ImageId } from '../../src-shared/ids.ts';
import type { Image } from '../../src-shared/image.ts';
import { shownMasked } from '../../src-shared/masked-text.ts';
import type { Comparison } from '../../src-shared/plan.ts';
import { succeed, type Fault, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import type { ImageFacts } from '../yards/port.ts';
import { compareImages, imageTitle } from './compare-images.ts';

export interface ImageSources {
  readonly read: (id: ImageId) => Promise<Result<ImageFacts>>;
  /** Of the last look. */
  readonly known: (id: ImageId) => Image | undefined;
  readonly nowMs: number;
}

export async function compareKnownImages(
  sources: ImageSources,
  a: ImageId,
  b: ImageId,
): Promise<Result<Comparison>> {
  const [left, right] = await Promise.all([found(sources, a), found(sources, b)]);
  if (left.kind === 'nowhere') return { ok: false, fault: left.fault };
  if (right.kind === 'nowhere') return { ok: false, fault: right.fault };
  // What was remembered has no marks to tell secrets by: beside one that has, each would look changed.
  const isRead = left.kind === 'read' && right.kind === 'read';
  const [one, other] = isRead
    ? [left.image, right.image]
    : [withoutMarks(left.image), withoutMarks(right.image)];
  const comparison = compareImages(one, other, sources.nowMs);
  return succeed({
    ...comparison,
    missing: [...left.missing, ...right.missing, ...comparison.missing],
  });
}

/** As it may be shown: the marks say which secrets are equal, and are nobody else's business. */
export function withoutMarks(image: Image): Image {
  // All of it: version and build facts are told by the same tags, and no later field is to be forgotten.
  return JSON.parse(shownMasked(JSON.stringify(image))) as Image;
}

type Found =
  | {
      readonly kind: 'read' | 'remembered';
      readonly image: Image;
      readonly missing: readonly string[];
    }
  | { readonly kind: 'nowhere'; readonly fault: Fault };

async function found({ read, known }: ImageSources, id: ImageId): Promise<Found> {
  const answer = await read(id);
  if (answer.ok) return { kind: 'read', ...answer.value };
  const image = known(id);
  if (image === undefined) return { kind: 'nowhere', fault: answer.fault };
  const why = plain(answer.fault.message, 300);
  const sentence = `${imageTitle(image)} was not read again, so what the last look showed is compared, and a changed secret cannot be told. ${why}`;
  return { kind: 'remembered', image, missing: [sentence] };
}
