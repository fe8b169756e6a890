/** What the marks mean: of the states that are there now, where there is anything but healthy blocks. */
import type { Block, BlockState, Fleet } from '../../../src-shared/fleet.ts';
import { blockLook, restingLook, stateWord } from './block-cell.ts';
import { carries } from './carries.ts';
import styles from './legend.module.css';

const meanings: Readonly<Record<BlockState['kind'], string>> = {
  healthy: 'answers its health check',
  starting: 'not healthy yet',
  unhealthy: 'fails its health check',
  draining: 'takes no new requests',
  unused: 'nobody checks it and nothing reaches it',
  unavailable: 'its health cannot be told',
  'unhealthy-draining': 'fails its health check and is being let go',
  stopping: 'is ending',
  exited: 'has ended',
  'launch-refused': 'was never started',
  unknown: 'nothing is known of it now',
};

export function Legend({ fleet }: { readonly fleet: Fleet }) {
  const states = new Map<BlockState['kind'], Block['state']>();
  for (const { blocks } of fleet.generations) {
    for (const { state } of blocks) states.set(state.kind, state);
  }
  const shown = [...states.values()].sort((a, b) => blockLook(a).rank - blockLook(b).rank);
  if (shown.every(({ kind }) => kind === 'healthy')) return null;
  // Both kinds of healthy blocks: filled where something reaches them, framed where nothing does.
  const rests = fleet.generations.some(
    ({ id, blocks }) => blocks.some(({ state }) => state.kind === 'healthy') && !carries(fleet, id),
  );
  return (
    <div className={styles['legend']}>
      <h2>Marks</h2>
      <ul>
        {shown.map((state) => {
          const { tone, body, mark } = blockLook(state);
          return (
            <li key={state.kind}>
              <i data-tone={tone} data-body={body} data-mark={mark} aria-hidden="true" />
              <span>
                <b>{stateWord(state)}</b> {meanings[state.kind]}
              </span>
            </li>
          );
        })}
        {rests && (
          <li>
            <i data-body={restingLook.body} aria-hidden="true" />
            <span>
              <b>healthy</b> and nothing reaches it
            </span>
          </li>
        )}
      </ul>
    </div>
  );
}
