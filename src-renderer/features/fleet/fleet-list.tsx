/** All fleets of a yard that has several: which one serves what, and where something is wrong. */
import { ChevronRight, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { workCounts } from '../../../src-shared/block-work.ts';
import { entryText, isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { loadOf } from '../../../src-shared/load-words.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { describeSplit } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import { usePanel, useSetView } from '../../store/panel-context.ts';
import { count, plural } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { stateCounts } from './block-cell.ts';
import styles from './fleet-list.module.css';
import { AccountNotice } from './account-notice.tsx';
import { LinkNotice } from './link-notice.tsx';

/** Fewer are seen at a glance. */
const filterFrom = 8;

export function FleetList() {
  const fleets = usePanel((panel) => panel.fleets);
  const link = usePanel((panel) => panel.link.kind);
  const [wanted, setWanted] = useState('');
  const needle = wanted.trim().toLowerCase();
  const shown = fleets.filter((fleet) => fleet.name.toLowerCase().includes(needle));
  return (
    <div className={styles['screen']}>
      <div className={styles['title']}>
        <h1>{plural(fleets.length, 'fleet')}</h1>
        {fleets.length >= filterFrom && (
          <div className={styles['filter']}>
            <TextField
              label="Filter fleets by name"
              isLabelHidden
              placeholder="Filter by name  /"
              type="search"
              filter
              value={wanted}
              onChange={setWanted}
            />
          </div>
        )}
      </div>
      <LinkNotice />
      <AccountNotice />
      {shown.length === 0 ? (
        <p className={styles['none']}>No fleet is called so.</p>
      ) : (
        <ul className={styles['list']} data-link={link} aria-label="Fleets">
          {shown.map((fleet) => (
            <li key={fleet.id}>
              <FleetRow fleet={fleet} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function FleetRow({ fleet }: { readonly fleet: Fleet }) {
  const setView = useSetView();
  const rollout = usePanel((panel) => panel.progress.find((item) => item.fleet === fleet.id));
  const current = currentOf(fleet);
  const isWell =
    current !== undefined &&
    current.blocks.length > 0 &&
    current.blocks.every((block) => block.state.kind === 'healthy');
  const alive = fleet.generations.filter((generation) => generation.rung !== 'retired');
  return (
    <button
      type="button"
      className={styles['row']}
      onClick={() => {
        setView({ fleet: fleet.id, block: null, lane: null });
      }}
    >
      <span className={styles['name']}>
        <bdi>{plain(fleet.name, 80)}</bdi>
        <bdi className={styles['url']}>{plain(entryText(fleet.entry), 70)}</bdi>
      </span>
      <span className={styles['serves']}>
        <MixedText
          text={
            current === undefined
              ? nobody(fleet)
              : `${labelOfGeneration(current)} ${isServed(fleet) ? 'serves' : 'takes the work'}`
          }
        />
        <span className={styles['quiet']}>
          <MixedText text={rollout === undefined ? quietText(fleet) : plain(rollout.title, 80)} />
        </span>
      </span>
      <span className={styles['health']} data-well={isWell}>
        {!isWell && <TriangleAlert size={14} aria-hidden="true" />}
        <span>
          {current === undefined
            ? `no ${loadOf(fleet)}`
            : stateCounts(current.blocks) || 'no blocks'}
          <span className={styles['quiet']}>{plural(alive.length, 'generation')}</span>
        </span>
      </span>
      <ChevronRight size={16} aria-hidden="true" className={styles['go']} />
    </button>
  );
}

function nobody(fleet: Fleet): string {
  return isServed(fleet) ? 'nobody serves' : 'nobody takes work';
}

/** The split, or how much is in hand where there is none to speak of. */
function quietText(fleet: Fleet): string {
  if (isServed(fleet)) return describeSplit(fleet);
  const counts = fleet.generations.map(workCounts);
  const sum = (of: 'taking' | 'busy'): number => counts.reduce((all, each) => all + each[of], 0);
  return `${plural(sum('taking'), 'block')} at it, ${count(sum('busy'))} busy`;
}
