/** All fleets of a yard that has several: who serves, what runs, what is wrong, and the way back of each. */
import { ChevronRight, LoaderCircle, TriangleAlert, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { entryText } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useClock, usePanel, useSetView, useYardRuns } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { plural } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { fleetRowView, toneCounts, type FleetRowView, type FleetTone } from './fleet-row-view.ts';
import styles from './fleet-list.module.css';
import { AccountNotice } from './account-notice.tsx';
import { LinkNotice } from './link-notice.tsx';
import { ThrottleNotice } from './throttle-notice.tsx';

/** Fewer are seen at a glance. */
const filterFrom = 8;

const toneWords: readonly (readonly [FleetTone, string])[] = [
  ['trouble', 'with trouble'],
  ['changing', 'changing'],
  ['weak', 'with a weak way back'],
  ['well', 'well'],
];

export function FleetList() {
  const fleets = usePanel((panel) => panel.fleets);
  const images = usePanel((panel) => panel.images);
  const progress = usePanel((panel) => panel.progress);
  const link = usePanel((panel) => panel.link.kind);
  const capabilities = usePanel((panel) => panel.capabilities);
  const isRunning = useYardRuns();
  const { nowMs } = useClock();
  const [wanted, setWanted] = useState('');
  const [tone, setTone] = useState<FleetTone | null>(null);
  const needle = wanted.trim().toLowerCase();
  const rows = fleets.map((fleet) => ({
    fleet,
    view: fleetRowView({
      ...{ fleet, images, nowMs: nowMs(), isBlind: link === 'stale' },
      ...{ capabilities, isRunning },
      progress: progress.find((item) => item.fleet === fleet.id),
    }),
  }));
  const counts = toneCounts(rows.map(({ view }) => view));
  // What was asked for is not there any more: all of them are shown again.
  const only = tone !== null && counts[tone] > 0 ? tone : null;
  const shown = rows.filter(
    ({ fleet, view }) =>
      fleet.name.toLowerCase().includes(needle) && (only === null || view.tone === only),
  );
  return (
    <div className={styles['screen']}>
      <div className={styles['title']}>
        <h1>{plural(fleets.length, 'fleet')}</h1>
        <div className={styles['tones']} role="group" aria-label="Show only those">
          {toneWords
            .filter(([each]) => counts[each] > 0)
            .map(([each, word]) => (
              <ActButton
                key={each}
                className={styles['tone']}
                isPressed={only === each}
                onAct={() => {
                  setTone(only === each ? null : each);
                }}
              >
                <ToneMark tone={each} />
                {`${String(counts[each])} ${word}`}
              </ActButton>
            ))}
        </div>
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
      <ThrottleNotice />
      <AccountNotice />
      {shown.length === 0 ? (
        <p className={styles['none']}>No fleet is called so.</p>
      ) : (
        <ul
          className={styles['list']}
          data-link={link}
          data-anchor={'fleets' satisfies Anchor}
          aria-label="Fleets"
        >
          {shown.map(({ fleet, view }) => (
            <li key={fleet.id}>
              <FleetRow fleet={fleet} view={view} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ToneMark({ tone }: { readonly tone: FleetTone }) {
  if (tone === 'trouble' || tone === 'weak') {
    return <TriangleAlert size={14} aria-hidden="true" className={styles['bad']} />;
  }
  return tone === 'changing' ? <LoaderCircle size={14} aria-hidden="true" /> : null;
}

function FleetRow({ fleet, view }: { readonly fleet: Fleet; readonly view: FleetRowView }) {
  const setView = useSetView();
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
        <MixedText text={view.serves} />
        <span className={styles['quiet']}>
          <MixedText text={view.runs} />
        </span>
      </span>
      <span className={styles['health']} data-tone={view.tone}>
        {view.tone !== 'weak' && <ToneMark tone={view.tone} />}
        <span>
          {view.health}
          {view.because !== '' && <span className={styles['quiet']}>{view.because}</span>}
        </span>
      </span>
      <span className={styles['health']} data-tone={view.isBackReady ? 'well' : 'trouble'}>
        {view.isBackReady ? (
          <Undo2 size={14} aria-hidden="true" className={styles['faint']} />
        ) : (
          <ToneMark tone="trouble" />
        )}
        <span>
          <MixedText text={view.back} />
          <span className={styles['quiet']}>
            <MixedText text={view.backNote} />
          </span>
        </span>
      </span>
      <ChevronRight size={16} aria-hidden="true" className={styles['go']} />
    </button>
  );
}
