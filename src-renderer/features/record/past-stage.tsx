/**
 * The fleet as it was at one moment of a record. Drawn from the record alone and framed as the past:
 * nothing here acts, and nothing of the live fleet is in it.
 */
import { History } from 'lucide-react';
import { useMemo } from 'react';
import type { FleetPicture } from '../../../src-shared/fleet-picture.ts';
import { Board } from '../../ui/board/board.tsx';
import { clockTime } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import type { SeenAt } from './moments.ts';
import styles from './past-stage.module.css';
import { healthyIn } from './picture-words.ts';
import {
  boardHeight,
  carriedThen,
  pastCells,
  pastRole,
  pastTraffic,
  shareWords,
  type PastLane,
} from './past-view.ts';
import { duration } from '../../../src-shared/record-words.ts';
import { preciseTime } from './record-words.ts';

interface PastStageProps {
  readonly seen: SeenAt;
  /** Of the moment that is looked at. */
  readonly atMs: number;
  readonly lanes: readonly PastLane[];
}

export function PastStage({ seen, atMs, lanes }: PastStageProps) {
  const { picture } = seen;
  const height = boardHeight(lanes);
  return (
    <section
      className={styles['past']}
      aria-label={`The fleet as it was at ${clockTime(seen.atMs)}`}
    >
      <p className={styles['banner']}>
        <History size={14} aria-hidden="true" />
        <b>The past, as it was at {preciseTime(seen.atMs)}</b>
        <span>{distanceText(seen.atMs, atMs)}</span>
      </p>
      <div className={styles['stage']}>
        <PastBar picture={picture} lanes={lanes} />
        <div className={styles['lanes']} data-lanes={lanes.length}>
          {lanes.map((lane, index) => (
            <Lane
              key={lane.id}
              lane={lane}
              picture={picture}
              side={index === 0 ? 'old' : 'new'}
              beside={lanes[1 - index]}
              height={height}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

/** How far the picture is from the moment: between two pictures nothing was kept. */
function distanceText(seenAtMs: number, atMs: number): string {
  const ms = Math.round(atMs - seenAtMs);
  if (ms === 0) return 'Seen at this moment.';
  return ms > 0
    ? `Seen ${duration(ms)} before this moment.`
    : `Nothing was seen before; this is the first look, ${duration(-ms)} later.`;
}

function PastBar({ picture, lanes }: Pick<PastStageProps, 'lanes'> & { picture: FleetPicture }) {
  const traffic = pastTraffic(picture, lanes);
  const { sides, isCounted, note } = traffic;
  const shown = sides.filter(({ id, share }) => share > 0 || lanes.some((lane) => lane.id === id));
  return (
    <div className={styles['traffic']}>
      <div className={styles['sides']}>
        {shown.map((side, index) => (
          <span key={side.id} data-side={hueOf(index)}>
            <b>
              <bdi>{side.label}</bdi>
            </b>
            <span className={styles['share']}>{shareWords(side, traffic)}</span>
            {side.facts.length > 0 && (
              <span className={styles['facts']}>{side.facts.join('  \u00b7  ')}</span>
            )}
          </span>
        ))}
      </div>
      <div
        className={styles['bar']}
        role="img"
        aria-label={shown.map((side) => `${side.label} ${shareWords(side, traffic)}`).join(', ')}
        data-counted={isCounted}
      >
        {shown.map((side, index) => (
          <i
            key={side.id}
            data-side={hueOf(index)}
            data-none={side.share === 0}
            style={{ flexGrow: side.share }}
          />
        ))}
      </div>
      <p className={styles['note']}>
        <MixedText text={note} />
      </p>
    </div>
  );
}

function hueOf(index: number): 'old' | 'new' | 'none' {
  return index === 0 ? 'old' : index === 1 ? 'new' : 'none';
}

interface LaneProps {
  readonly lane: PastLane;
  readonly picture: FleetPicture;
  readonly side: 'old' | 'new';
  readonly beside: PastLane | undefined;
  readonly height: number;
}

const nothing = (): void => undefined;

function Lane({ lane, picture, side, beside, height }: LaneProps) {
  const generation = generationIn(picture, lane);
  const other = beside === undefined ? undefined : generationIn(picture, beside);
  const carried = carriedThen(picture, lane.id);
  const groups = useMemo(
    () => (generation === undefined ? [] : pastCells(generation, lane.label, carried)),
    [generation, lane.label, carried],
  );
  const alike = useMemo(
    () =>
      other === undefined ? [] : [pastCells(other, '', true).map((group) => group.cells.length)],
    [other],
  );
  const role = pastRole(picture, lane.id);
  return (
    <section className={styles['lane']} data-side={side} aria-label={`${lane.label}, as it was`}>
      <header>
        <h3>
          <bdi>{lane.label}</bdi>
        </h3>
        {role !== null && <span className={styles['role']}>was {role}</span>}
        {generation !== undefined && (
          <span className={styles['health']}>
            {healthyIn(generation)} of {generation.size} healthy
            {generation.rung === 'draining' && ', draining'}
          </span>
        )}
      </header>
      {generation === undefined ? (
        <p className={styles['absent']} style={{ height }}>
          Not there at this moment.
        </p>
      ) : (
        <div className={styles['board']} style={{ height }}>
          <Board
            name={`Blocks of ${lane.label}, as they were`}
            itemsWord="blocks"
            groups={groups}
            alike={alike}
            side={side}
            selected={null}
            onSelect={nothing}
          />
        </div>
      )}
    </section>
  );
}

function generationIn(picture: FleetPicture, { id }: PastLane) {
  return picture.generations.find((each) => each.id === id);
}
