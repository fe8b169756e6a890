/** Which blocks are down, by id and reason: each leads to its details, where it alone is replaced. */
import type { Block, Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useSetView, useYardRuns } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { count, plural } from '../../ui/format.ts';
import { blockLook, stateSentence, stateWord } from './block-cell.ts';
import styles from './down-blocks.module.css';

/** More are found by the filter. */
const listed = 12;

export interface DownBlock {
  readonly generation: Generation;
  readonly block: Block;
}

/** Of what should run, and what nothing is replacing; the worst first. */
export function downBlocks(fleet: Fleet): readonly DownBlock[] {
  return fleet.generations
    .filter(({ rung }) => rung === 'warm')
    .flatMap((generation) => {
      const replaced = new Set(generation.blocks.map(({ replaces }) => replaces));
      return generation.blocks
        .filter(({ id, state }) => blockLook(state).tone === 'bad' && !replaced.has(id))
        .map((block) => ({ generation, block }));
    })
    .sort((a, b) => blockLook(b.block.state).rank - blockLook(a.block.state).rank);
}

export function DownBlocks({ fleet }: { readonly fleet: Fleet }) {
  const setView = useSetView();
  const isRunning = useYardRuns();
  const down = isRunning ? downBlocks(fleet) : [];
  if (down.length === 0) return null;
  return (
    <section className={styles['down']} aria-label="Blocks that are down">
      <div className={styles['head']}>
        <h3>{plural(down.length, 'block')} down</h3>
        <CopyButton
          text={() => down.map(({ block }) => block.id).join('\n')}
          doneText={`Copied ${plural(down.length, 'id')}`}
        >
          Copy ids
        </CopyButton>
      </div>
      <ul>
        {down.slice(0, listed).map(({ generation, block }) => (
          <li key={block.id}>
            <ActButton
              look="quiet"
              className={styles['block']}
              onAct={() => {
                setView({ block: block.id, isInspectorOpen: true });
              }}
            >
              <span>
                <bdi>{labelOfGeneration(generation)}</bdi> slot {block.slot}{' '}
                <code>
                  <bdi>{plain(block.id, 60)}</bdi>
                </code>
              </span>
            </ActButton>
            <bdi className={styles['why']}>
              {`${stateWord(block.state)}: ${stateSentence(block.state)}`}
            </bdi>
          </li>
        ))}
      </ul>
      {down.length > listed && (
        <p className={styles['why']}>
          {`${count(down.length - listed)} more: filter the blocks by their state.`}
        </p>
      )}
    </section>
  );
}
