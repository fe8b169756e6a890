/** One generation: what it is, whether it serves, and its blocks. */
import { ExternalLink, TriangleAlert } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { downWord, healthyCount, roleOf, weightOf } from '../../../src-shared/roles.ts';
import { sendsAllTo, shareOf } from '../../../src-shared/split.ts';
import { percent, plain } from '../../../src-shared/wording.ts';
import {
  useActs,
  useClock,
  usePanel,
  useSetView,
  useView,
  useYardRuns,
} from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Board } from '../../ui/board/board.tsx';
import { ago, count, latency, plural, shortId } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { Picker } from '../../ui/picker.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DataAct } from '../data/data-act.tsx';
import { BlockTable } from './block-table.tsx';
import { cellGroups, stateCounts, type BlockSight } from './block-cell.ts';
import { carries } from './carries.ts';
import { CopyIds } from './copy-ids.tsx';
import styles from './lane.module.css';
import { ScaleAct } from './scale-act.tsx';

interface LaneProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  readonly side: 'old' | 'new';
  /** Other generations that could stand here; empty when there is nothing to pick. */
  readonly others: readonly Generation[];
  /** The generation in the other lane: its blocks are drawn in the same size. */
  readonly beside: Generation | undefined;
  /** In which rows its blocks stand, and which of them. */
  readonly sight: BlockSight;
}

export function Lane({ fleet, generation, side, others, beside, sight }: LaneProps) {
  const isRunning = useYardRuns();
  const acts = useActs();
  const setView = useSetView();
  const selected = useView((view) => view.block);
  const isTable = useView((view) => view.isTable);
  const flow = useView((view) => view.flow);
  const label = labelOfGeneration(generation);
  const role = roleOf(fleet, generation);
  const notes = generation.notes ?? [];
  const weight = weightOf(fleet, generation.id);
  const seen = fleet.traffic.generations.find((each) => each.generation === generation.id);
  const change =
    flow?.to === generation.id ? 'gains' : flow?.from === generation.id ? 'loses' : 'none';
  // Its last answers are on their way: what is filled is what was seen to carry.
  const isFilled = carries(fleet, generation.id);
  const groups = useMemo(
    () => cellGroups(generation, isRunning, isFilled, sight),
    [generation, isRunning, isFilled, sight],
  );
  const alike = useMemo(
    () =>
      beside === undefined
        ? []
        : [cellGroups(beside, isRunning, true, sight).map((group) => group.cells.length)],
    [beside, isRunning, sight],
  );
  const shown = groups.reduce((sum, group) => sum + group.cells.length, 0);
  const blockSize = usePanel((panel) => panel.settings.blockSize ?? 'automatic');
  const select = (key: string): void => {
    const block = generation.blocks.find((each) => each.id === key);
    if (block !== undefined) setView({ block: block.id, isInspectorOpen: true });
  };
  return (
    <section
      className={styles['lane']}
      data-side={side}
      data-cold={weight === 0 || !isRunning}
      data-change={change}
      aria-label={`Generation ${label}`}
    >
      <header className={styles['head']}>
        <h2>
          <bdi>{label}</bdi>
        </h2>
        <span className={styles['role']}>{role}</span>
        {others.length > 0 && (
          <Picker
            label={`Generation shown beside the current one`}
            value={generation.id}
            options={[generation, ...others].map((each) => ({
              value: each.id,
              text: labelOfGeneration(each),
              note: roleOf(fleet, each),
            }))}
            shownText={`${String(others.length)} more`}
            onPick={(id) => {
              setView({ lane: id });
            }}
          />
        )}
        <span className={styles['traffic']}>
          {change !== 'none'
            ? flowWords(fleet, change, flow?.percent ?? 100)
            : !isRunning
              ? 'not running'
              : !isServed(fleet)
                ? workWord(fleet, generation, weight)
                : weight === 0
                  ? (seen?.share ?? 0) > 0
                    ? 'last answers only'
                    : generation.rung === 'draining'
                      ? `being ${downWord(fleet, generation)}, no traffic`
                      : generation.rung === 'stopped'
                        ? 'stopped, no traffic'
                        : healthyCount(generation) < generation.size
                          ? 'no traffic'
                          : 'warm, no traffic'
                  : sendsAllTo(fleet, generation.id)
                    ? 'has traffic'
                    : `${percent(shareOf(fleet, generation.id))} of the traffic`}
        </span>
        {notes.length > 0 && (
          <span
            className={styles['notes']}
            title={notes.map((note) => plain(note, 300)).join('\n')}
          >
            <TriangleAlert size={13} aria-hidden="true" />
            {plural(notes.length, 'note')}
            <span className="visually-hidden">
              : {notes.map((note) => plain(note, 300)).join(' ')}
            </span>
          </span>
        )}
        {generation.previewUrl !== undefined && isRunning && (
          <ActButton
            look="quiet"
            className={styles['open']}
            label={`Open the preview of ${label} in the browser`}
            onAct={() => {
              acts.open(fleet.id, generation.id);
            }}
          >
            Preview
            <ExternalLink size={13} aria-hidden="true" />
          </ActButton>
        )}
      </header>
      <ImageFacts
        fleet={fleet}
        generation={generation}
        isRunning={isRunning}
        copy={<CopyIds generation={generation} sight={sight} className={styles['act']} />}
      />
      {generation.blocks.length === 0 ? (
        <p className={styles['none']}>No block of it is there.</p>
      ) : shown === 0 ? (
        <p className={styles['none']}>
          {`None of its ${plural(generation.blocks.length, 'block')} fits the filter.`}
        </p>
      ) : isTable ? (
        <BlockTable generation={generation} sight={sight} selected={selected} onSelect={select} />
      ) : (
        <Board
          name={`Blocks of ${label}: ${stateCounts(generation.blocks) || 'none'}${shown === generation.blocks.length ? '' : `; ${count(shown)} of them shown`}`}
          captions={sight.grouping === 'zone' && sight.isShown === undefined ? 'several' : 'always'}
          size={blockSize}
          itemsWord="blocks"
          groups={groups}
          alike={alike}
          side={side}
          selected={selected}
          onSelect={select}
        />
      )}
      {isRunning && fleet.traffic.isCounted && (
        <LaneTraffic fleet={fleet} generation={generation} />
      )}
    </section>
  );
}

/** What the split says of it; the bar says what was seen. */
function workWord(fleet: Fleet, generation: Generation, weight: number): string {
  if (weight > 0) return 'has the work';
  return generation.rung === 'draining'
    ? `being ${downWord(fleet, generation)}, no work`
    : 'warm, no work';
}

function flowWords(fleet: Fleet, change: 'gains' | 'loses', share: number): string {
  if (!isServed(fleet)) return change === 'gains' ? 'would gain the work' : 'would lose its work';
  if (share === 100)
    return change === 'gains' ? 'would gain all traffic' : 'would lose its traffic';
  return change === 'gains'
    ? `would have ${String(share)} %`
    : `would keep ${String(100 - share)} %`;
}

/** What this generation has answered, beside the bar that shows its share. */
function LaneTraffic({ fleet, generation }: Pick<LaneProps, 'fleet' | 'generation'>) {
  const seen = fleet.traffic.generations.find((each) => each.generation === generation.id);
  if (seen === undefined) return null;
  const facts = [
    { name: 'in flight', value: count(seen.inFlight) },
    ...(seen.webSockets > 0 ? [{ name: 'WebSockets', value: count(seen.webSockets) }] : []),
    { name: 'p50', value: latency(seen.p50Ms) },
    { name: 'p99', value: latency(seen.p99Ms) },
    { name: 'answered', value: count(seen.requests) },
    { name: 'errors', value: count(seen.errors), isBad: seen.errors > 0 },
  ];
  return (
    <dl className={styles['numbers']}>
      {facts.map(({ name, value, isBad = false }) => (
        <div key={name} data-bad={isBad}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ImageFactsProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  readonly isRunning: boolean;
  readonly copy: ReactNode;
}

function ImageFacts({ fleet, generation, isRunning, copy }: ImageFactsProps) {
  const image = usePanel((panel) => panel.images.find((each) => each.id === generation.image));
  const { nowMs } = useClock();
  const now = useNow(nowMs, 30_000);
  const builtAtMs = Date.parse(image?.facts.builtAt ?? '');
  const commit = image?.facts.commit;
  return (
    <p className={styles['facts']}>
      <bdi className={styles['image']}>
        <MixedText
          text={
            image === undefined
              ? shortId(generation.image)
              : `${plain(image.name, 60)} ${plain(image.version, 40)}`
          }
        />
      </bdi>
      {commit !== undefined && <code>{plain(commit, 12)}</code>}
      {!Number.isNaN(builtAtMs) && <span>built {ago(now - builtAtMs)}</span>}
      {isRunning ? (
        <span data-short={healthyCount(generation) < generation.size}>
          {count(healthyCount(generation))} of {plural(generation.size, 'block')} healthy
        </span>
      ) : (
        <span>{plural(generation.size, 'block')}, none running</span>
      )}
      <span className={styles['acts']}>
        {isRunning && <DataAct generation={generation} className={styles['act']} />}
        {isRunning && <ScaleAct fleet={fleet} generation={generation} className={styles['act']} />}
        {generation.blocks.length > 0 && copy}
      </span>
    </p>
  );
}
