/** What was forgotten and still costs, with the way to each one's end; nothing is ended by itself. */
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { LeftObject } from '../../../src-shared/left-object.ts';
import { leftoverCostText, leftoversShown, type Leftover } from '../../../src-shared/leftovers.ts';
import { canRetire } from '../../../src-shared/guards.ts';
import type { Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, useClock, usePanel, useSetView, useYardRuns } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import styles from './leftovers.module.css';
import { pressRefusal } from './press-refusal.ts';
import { RungActs } from './rung-acts.tsx';

export function Leftovers({ fleet }: { readonly fleet: Fleet }) {
  const band = usePanel((panel) => panel.band);
  const images = usePanel((panel) => panel.images);
  const capabilities = usePanel((panel) => panel.capabilities);
  const { leavesObjects } = capabilities;
  const isRunning = useYardRuns();
  const { nowMs } = useClock();
  const ground = { band, images, nowMs: nowMs() };
  const { all, text } = leftoversShown(fleet, ground, capabilities, isRunning);
  const hasList = all.length > 0;
  if (!hasList && !leavesObjects) return null;
  return (
    <div className={styles['leftovers']} data-anchor={'leftovers' satisfies Anchor}>
      <h2>Left over</h2>
      {hasList && (
        <>
          <p>{text}</p>
          <ul>
            {all.map((leftover) => (
              <Line key={leftover.generation.id} fleet={fleet} leftover={leftover} />
            ))}
          </ul>
        </>
      )}
      {leavesObjects && <Objects fleet={fleet} />}
    </div>
  );
}

function Line({ fleet, leftover }: { readonly fleet: Fleet; readonly leftover: Leftover }) {
  const setView = useSetView();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const { generation, since, keep } = leftover;
  const cost = leftoverCostText(leftover);
  const verdict = canRetire(fleet, generation.id);
  const because =
    pressRefusal(link, band) ?? (verdict.kind === 'refused' ? verdict.because : undefined);
  return (
    <li>
      <span>
        <MixedText text={`${since}${cost === '' ? '' : ` Cost: ${cost}.`} ${keep}`} />
      </span>
      <div className={styles['acts']}>
        <RungActs fleet={fleet} generation={generation} only={['adopt', 'start']} />
        {generation.isForeign !== true && (
          <ActButton
            refusedBecause={because}
            onAct={() => {
              setView({ dialog: { kind: 'retire', generation: generation.id } });
            }}
          >
            <span>
              Retire <bdi>{labelOfGeneration(generation)}</bdi>&hellip;
            </span>
          </ActButton>
        )}
      </div>
    </li>
  );
}

/** Asked for by a press: it takes some calls, and nobody needs it all the time. */
function Objects({ fleet }: { readonly fleet: Fleet }) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const [isBusy, setBusy] = useState(false);
  const [told, setTold] = useState<Result<readonly LeftObject[]> | null>(null);
  return (
    <>
      <div className={styles['acts']}>
        <ActButton
          isBusy={isBusy}
          refusedBecause={link === 'live' ? undefined : pressRefusal(link, band)}
          onAct={() => {
            setBusy(true);
            void acts.leftObjects(fleet.id).then((result) => {
              setBusy(false);
              setTold(result);
            });
          }}
        >
          {isBusy ? 'Looking\u2026' : 'Look what retired generations left behind'}
        </ActButton>
      </div>
      {told?.ok === false && <FaultNote fault={told.fault} />}
      {told?.ok === true && told.value.length === 0 && (
        <p role="status">Nothing is left behind by them.</p>
      )}
      {told?.ok === true && told.value.length > 0 && (
        <ul aria-label="Left behind">
          {told.value.map(({ kind, name, why, command }) => (
            <li key={`${kind} ${name}`}>
              <span>
                <b>
                  <bdi>{plain(name, 200)}</bdi>
                </b>{' '}
                <MixedText text={why} />
              </span>
              <CopyText text={command} name={`Command that removes ${plain(name, 200)}`}>
                Copy the command that removes it
              </CopyText>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
