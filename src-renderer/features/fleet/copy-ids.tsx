/** Copies the ids of the blocks in view of a lane, one on each line. */
import type { Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { count, plural } from '../../ui/format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { BlockSight } from './block-cell.ts';
import { groupsOf } from './block-groups.ts';

interface CopyIdsProps {
  readonly generation: Generation;
  readonly sight: BlockSight;
  readonly className: string | undefined;
}

export function CopyIds({ generation, sight, className }: CopyIdsProps) {
  const ids = idsInView(generation, sight);
  const isPart = ids.length < generation.blocks.length;
  const what = isPart
    ? `${count(ids.length)} of the ${plural(generation.blocks.length, 'id')}`
    : plural(ids.length, 'id');
  if (ids.length === 0) return null;
  return (
    <CopyButton
      className={className}
      text={() => ids.join('\n')}
      doneText={`Copied ${plural(ids.length, 'id')}`}
      title={`Copies ${what} of ${labelOfGeneration(generation)}, one on each line${isPart ? ': those that fit the filter' : ''}`}
    >
      {isPart ? `Copy ${plural(ids.length, 'id')}` : 'Copy ids'}
    </CopyButton>
  );
}

/** As they stand in view, row by row. */
export function idsInView(
  generation: Generation,
  { grouping, isShown, nowMs }: BlockSight,
): readonly string[] {
  return groupsOf(generation.blocks, grouping, nowMs).flatMap(({ blocks }) =>
    blocks.filter((block) => isShown?.(block) ?? true).map(({ id }) => id),
  );
}
