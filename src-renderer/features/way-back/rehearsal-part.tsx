/** One press tries a way back on an entry of its own; what came of it, and how long going back took so far. */
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import {
  rehearsable,
  rehearsalGround,
  rehearsalRefusal,
  rehearsalText,
  type RehearsalPair,
} from '../../../src-shared/rehearsal.ts';
import { writeRefusal } from '../../../src-shared/safety.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, useClock, usePanel, useView } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { ago } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { useNow } from '../../ui/use-now.ts';
import { pressRefusal } from '../fleet/press-refusal.ts';
import { RevertTimes } from './revert-times.tsx';
import styles from './way-back.module.css';

const agesEveryMs = 10_000;

export function RehearsalPart({ fleet }: { readonly fleet: Fleet }) {
  const capabilities = usePanel((panel) => panel.capabilities);
  const lane = useView((view) => view.lane);
  const can = rehearsable(fleet, capabilities, lane);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const acts = useActs();
  const press = ({ away, back }: RehearsalPair): void => {
    setBusy(true);
    setFault(null);
    void acts.rehearse(fleet.id, away.id, back.id).then((result) => {
      setBusy(false);
      if (!result.ok) setFault(result.fault);
    });
  };
  return (
    <>
      <h3>Rehearsal</h3>
      {can.kind === 'cannot' ? (
        <p>
          <MixedText text={can.because} />
        </p>
      ) : (
        <>
          <p>
            <MixedText text={groundText(fleet)} />
          </p>
          <div className={styles['acts']} data-anchor={'rehearse' satisfies Anchor}>
            {can.pairs.map((pair) => (
              <Press
                key={`${pair.away.id} ${pair.back.id}`}
                {...{ fleet, pair, isBusy }}
                onAct={press}
              />
            ))}
          </div>
        </>
      )}
      {fault !== null && <FaultNote fault={fault} />}
      <Last fleet={fleet} />
      <RevertTimes fleet={fleet} />
    </>
  );
}

function groundText(fleet: Fleet): string {
  const ground = rehearsalGround(fleet);
  if (ground?.kind !== 'made') {
    return 'On an entry of its own over the same blocks, with real requests. The live traffic is not touched.';
  }
  return `On a test rule over the same blocks, with real requests; no live rule is touched. ${ground.what}`;
}

function lengthText(fleet: Fleet): string {
  return rehearsalGround(fleet) === undefined
    ? 'Takes about a second, and is put away after it.'
    : 'Takes some seconds, up to a minute or two where the load balancer is slow to follow, and is put away after it.';
}

interface PressProps {
  readonly fleet: Fleet;
  readonly pair: RehearsalPair;
  readonly isBusy: boolean;
  readonly onAct: (pair: RehearsalPair) => void;
}

function Press({ fleet, pair, isBusy, onAct }: PressProps) {
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const { away, back } = pair;
  const names = `${labelOfGeneration(away)} and back to ${labelOfGeneration(back)}`;
  const refused =
    (link === 'live' ? writeRefusal(band) : (pressRefusal(link, band) ?? null)) ??
    rehearsalRefusal(fleet, { away: away.id, back: back.id });
  return (
    <ActButton
      isBusy={isBusy}
      refusedBecause={refused ?? undefined}
      title={refused ?? lengthText(fleet)}
      onAct={() => {
        onAct(pair);
      }}
    >
      <span>
        <MixedText text={isBusy ? 'Rehearsing\u2026' : `Rehearse: to ${names}`} />
      </span>
    </ActButton>
  );
}

function Last({ fleet }: { readonly fleet: Fleet }) {
  const { nowMs } = useClock();
  const now = useNow(nowMs, agesEveryMs);
  const last = fleet.rehearsals?.at(-1);
  if (last === undefined) return null;
  return (
    <p role="status" data-end={last.end.kind}>
      <b>Rehearsed {ago(now - last.atMs)}</b> by <bdi>{plain(last.by, 80)}</bdi>.{' '}
      <MixedText text={rehearsalText(fleet, last)} />
    </p>
  );
}
