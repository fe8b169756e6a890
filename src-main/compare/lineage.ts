/** Where two images come from, and where their lines meet. Pure. */
import type { AmiImage } from '../../src-shared/image.ts';
import { buildTags } from '../../src-shared/tag-aliases.ts';

export type Lineage =
  | { readonly kind: 'same' }
  /** `stepsA` and `stepsB` from each image up to `ancestor`; 0: it is that image itself. */
  | {
      readonly kind: 'common';
      readonly ancestor: string;
      readonly stepsA: number;
      readonly stepsB: number;
    }
  /** Both lines are known as far as they go, and do not meet. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** Its own id, then its parents up to the root, as far as AWS or its tags tell. */
export function lineOf({ id, ami }: AmiImage): readonly string[] {
  if (ami.ancestry.length > 0) return [id, ...ami.ancestry];
  const parent = ami.sourceImageId ?? buildTags(ami.tags).told.baseId ?? null;
  return parent === null ? [id] : [id, parent];
}

export function lineageOf(a: AmiImage, b: AmiImage): Lineage {
  if (a.id === b.id) return { kind: 'same' };
  const lineA = lineOf(a);
  const lineB = lineOf(b);
  const ancestor = lineA.find((id) => lineB.includes(id));
  if (ancestor !== undefined) {
    return {
      kind: 'common',
      ancestor,
      stepsA: lineA.indexOf(ancestor),
      stepsB: lineB.indexOf(ancestor),
    };
  }
  return lineA.length > 1 && lineB.length > 1 ? { kind: 'none' } : { kind: 'unknown' };
}

/** `from ami-2, from ami-1`; null when nothing is known above it. */
export function lineText(image: AmiImage): string | null {
  const [, ...parents] = lineOf(image);
  return parents.length === 0 ? null : parents.map((id) => `from ${id}`).join(', ');
}

/** Said beside the second image; null when there is nothing to say. */
export function lineageText(lineage: Lineage): string | null {
  switch (lineage.kind) {
    case 'same':
    case 'unknown':
      return null;
    case 'none':
      return 'no common ancestor';
    case 'common': {
      const { ancestor, stepsA, stepsB } = lineage;
      if (stepsA === 0) return `made from the other one, ${steps(stepsB)} on`;
      if (stepsB === 0) return `the other one was made from it, ${steps(stepsA)} on`;
      return `common ancestor ${ancestor}, ${steps(stepsA)} and ${steps(stepsB)} back`;
    }
  }
}

function steps(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}
