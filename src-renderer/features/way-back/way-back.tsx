/** Revert insurance, among the details of a fleet: what stands against going back, each with its fix, and the rehearsal of it. */
import { Check, CircleHelp, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import {
  insuranceSummary,
  revertInsurance,
  type RevertInsurance,
} from '../../../src-shared/revert-insurance.ts';
import { effectWords, type RiskEffect, type RiskFix } from '../../../src-shared/revert-risk.ts';
import { surroundingsOf } from '../../../src-shared/revert-surroundings.ts';
import { usePanel, useView, useYardRuns } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { plural } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { switchMsOf } from '../frame/switch-ms.ts';
import { useSurroundings } from '../frame/use-surroundings.ts';
import { RehearsalPart } from './rehearsal-part.tsx';
import { useRiskLead } from './use-risk-lead.ts';
import styles from './way-back.module.css';

function useInsurance(fleet: Fleet): RevertInsurance {
  const capabilities = usePanel((panel) => panel.capabilities);
  const band = usePanel((panel) => panel.band);
  const switchMs = usePanel((panel) => switchMsOf(panel, fleet.id));
  const lane = useView((view) => view.lane);
  const seen = useSurroundings(fleet, true);
  const { kind: link } = seen.link;
  const around = surroundingsOf(seen);
  return revertInsurance({ fleet, capabilities, band, link, lane, around, switchMs });
}

export function WayBack({ fleet }: { readonly fleet: Fleet }) {
  const insurance = useInsurance(fleet);
  const isRunning = useYardRuns();
  const { risks, unknown } = insurance.kind === 'judged' ? insurance : nothingJudged;
  // What is not known is never taken for fine.
  const isWell = insurance.kind === 'judged' && risks.length === 0 && unknown.length === 0;
  const Mark = isWell ? Check : risks.length > 0 ? TriangleAlert : Info;
  return (
    <section className={styles['wayBack']} aria-label="Revert insurance">
      <h2>Revert insurance</h2>
      <p className={styles['summary']} data-well={isWell}>
        <Mark size={14} aria-hidden="true" />
        <span>
          <MixedText text={insuranceSummary(insurance)} />
        </span>
      </p>
      {risks.length > 0 && (
        <ul aria-label="What stands against it">
          {risks.map(({ what, effect, text, fix }) => (
            <Line key={`${what} ${text}`} effect={effect} text={text} fix={fix} />
          ))}
        </ul>
      )}
      {unknown.length > 0 && (
        <details className={styles['unknown']}>
          <summary>
            {plural(unknown.length, 'thing')} {unknown.length === 1 ? 'is' : 'are'} not known here
          </summary>
          <ul aria-label="What is not known">
            {unknown.map(({ what, text, fix }) => (
              <Line key={what} effect={null} text={text} fix={fix} />
            ))}
          </ul>
        </details>
      )}
      {isRunning && <RehearsalPart fleet={fleet} />}
    </section>
  );
}

const nothingJudged = { risks: [], unknown: [] } as const;

interface LineProps {
  /** Null: not known. */
  readonly effect: RiskEffect | null;
  readonly text: string;
  readonly fix: RiskFix;
}

function Line({ effect, text, fix }: LineProps) {
  const isBad = effect === 'impossible' || effect === 'loses-data';
  const Icon = effect === null ? CircleHelp : isBad || effect === 'slow' ? TriangleAlert : Info;
  return (
    <li data-effect={effect ?? 'unknown'}>
      <Icon size={14} aria-hidden="true" />
      <div>
        <p>
          {effect !== null && <b>{capital(effectWords[effect])}: </b>}
          <MixedText text={text} />
        </p>
        <Fix fix={fix} about={text} />
      </div>
    </li>
  );
}

function Fix({ fix, about }: { readonly fix: RiskFix; readonly about: string }): ReactNode {
  const lead = useRiskLead();
  if (fix.kind === 'outside') {
    return (
      <p className={styles['todo']}>
        <MixedText text={fix.text} />
      </p>
    );
  }
  const { to, text } = fix;
  return (
    <ActButton
      className={styles['fix']}
      // Several of them can have the same words.
      title={about}
      onAct={() => {
        lead(to);
      }}
    >
      {text}
    </ActButton>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
