/** The same blocks as rows: for those who read rather than look, and for copying. */
import type { Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { bytes, count, plural } from '../../ui/format.ts';
import { blockLook, stateSentence, stateWord } from './block-cell.ts';
import styles from './block-table.module.css';
import { workSentence } from './work-view.ts';

interface BlockTableProps {
  readonly generation: Generation;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
}

/** More rows than this make no table that anybody reads, and a slow one. */
const rowsShown = 500;

export function BlockTable({ generation, selected, onSelect }: BlockTableProps) {
  const isLong = generation.blocks.length > rowsShown;
  const blocks = [...generation.blocks].sort(
    (a, b) =>
      (isLong ? blockLook(b.state).rank - blockLook(a.state).rank : 0) ||
      a.zone.localeCompare(b.zone) ||
      a.slot - b.slot ||
      a.launchedAtMs - b.launchedAtMs,
  );
  const shown = blocks.slice(0, rowsShown);
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
        <tbody>
          {shown.map((block) => (
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
      </table>
      {shown.length < blocks.length && (
        <p className={styles['sentence']}>
          The first {count(shown.length)} of {plural(blocks.length, 'block')}, those in trouble
          first.
        </p>
      )}
    </div>
  );
}
