/** The same blocks as rows: for those who read rather than look, and for copying. */
import type { Block, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { bytes, count, plural } from '../../ui/format.ts';
import { blockLook, stateCounts, stateSentence, stateWord, type BlockSight } from './block-cell.ts';
import { groupsOf } from './block-groups.ts';
import styles from './block-table.module.css';
import { workSentence } from './work-view.ts';

interface BlockTableProps {
  readonly generation: Generation;
  readonly sight: BlockSight;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
}

/** More rows than this make no table that anybody reads, and a slow one. */
const rowsShown = 500;

export function BlockTable({ generation, sight, selected, onSelect }: BlockTableProps) {
  const { grouping, nowMs, isShown } = sight;
  const fitting = isShown === undefined ? generation.blocks : generation.blocks.filter(isShown);
  const shown =
    fitting.length > rowsShown
      ? [...fitting]
          .sort((a, b) => blockLook(b.state).rank - blockLook(a.state).rank || a.slot - b.slot)
          .slice(0, rowsShown)
      : fitting;
  const groups = groupsOf(shown, grouping, nowMs);
  // The header of a row counts all of it.
  const whole = new Map(
    groupsOf(generation.blocks, grouping, nowMs).map((group) => [group.caption, group.blocks]),
  );
  const hasHeaders = grouping !== 'zone' || isShown !== undefined || groups.length > 1;
  return (
    <div className={styles['frame']}>
      <table className={styles['table']}>
        <caption className="visually-hidden">Blocks of {labelOfGeneration(generation)}</caption>
        <thead>
          <tr>
            <th scope="col">Slot</th>
            <th scope="col">State</th>
            <th scope="col">Address</th>
            <th scope="col">Memory</th>
          </tr>
        </thead>
        {groups.map(({ caption, blocks }) => (
          <tbody key={caption}>
            {hasHeaders && (
              <tr className={styles['group']}>
                <th scope="rowgroup" colSpan={4}>
                  <bdi>{caption}</bdi>
                  <span>{headerText(whole.get(caption) ?? blocks, blocks)}</span>
                </th>
              </tr>
            )}
            {blocks.map((block) => (
              <tr key={block.id} data-selected={block.id === selected}>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={block.id === selected}
                    aria-label={`Slot ${String(block.slot)}: show details`}
                    onClick={() => {
                      onSelect(block.id);
                    }}
                  >
                    {block.slot}
                  </button>
                </th>
                <td>
                  <b data-bad={blockLook(block.state).tone === 'bad'}>
                    {blockLook(block.state).tone === 'bad' && (
                      <span aria-hidden="true">{'\u2715 '}</span>
                    )}
                    {stateWord(block.state)}
                  </b>
                  {block.state.kind !== 'healthy' && (
                    <bdi className={styles['sentence']}>{stateSentence(block.state)}</bdi>
                  )}
                  {block.work !== undefined && (
                    <bdi className={styles['sentence']}>{workSentence(block)}</bdi>
                  )}
                </td>
                <td>
                  <code>{block.address === undefined ? '-' : plain(block.address, 60)}</code>
                </td>
                <td>{block.memoryBytes === undefined ? '-' : bytes(block.memoryBytes)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {shown.length < fitting.length && (
        <p className={styles['sentence']}>
          The first {count(shown.length)} of {plural(fitting.length, 'block')}, those in trouble
          first.
        </p>
      )}
    </div>
  );
}

function headerText(all: readonly Block[], shown: readonly Block[]): string {
  const part = shown.length < all.length ? `, ${count(shown.length)} shown` : '';
  return `${stateCounts(all)}${part}`;
}
