/** What is going on in one sentence, and what can be done about it. */
import { ArrowRight, Check, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useEffect, useId } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { canCutOver, canLaunch, canReplace, canRetire } from '../../../src-shared/guards.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { YardLink } from '../../../src-shared/panel.ts';
import { cutOverLabel } from '../../../src-shared/plan-of.ts';
import { currentOf, lanesOf, previousOf } from '../../../src-shared/roles.ts';
import { asksTwice, changeRefusal } from '../../../src-shared/safety.ts';
import { useActs, useClock, usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { DenialNote } from '../../ui/denial-note.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { useNow } from '../../ui/use-now.ts';
import styles from './acts-panel.module.css';
import { UnmetRevert } from './unmet-revert.tsx';
import { cutOverTarget, illBlocks, situationOf, type Situation } from './situation.ts';

export function ActsPanel({ fleet }: { readonly fleet: Fleet }) {
  const lane = useView((view) => view.lane);
  const assumed = useView((view) => view.assumed);
  const fault = useView((view) => view.fault);
  const progress = usePanel((panel) => panel.progress.find((item) => item.fleet === fleet.id));
  const outcome = usePanel((panel) => panel.outcomes.find((item) => item.fleet === fleet.id));
  const setView = useSetView();
  const { nowMs } = useClock();
  // An age in seconds is wrong after a second; one in minutes is not.
  const isYoung = outcome !== undefined && nowMs() - outcome.atMs < 60_000;
  const now = useNow(nowMs, isYoung ? 1000 : 10_000);
  const capabilities = usePanel((panel) => panel.capabilities);
  const band = usePanel((panel) => panel.band);
  const isSignedOut = usePanel((panel) => panel.link.kind === 'signed-out');
  const situation = situationOf({
    ...{ fleet, capabilities, lane },
    assumed,
    progress,
    outcome,
    forbidden: isSignedOut ? 'Sign in first.' : changeRefusal(band),
    nowMs: Math.max(now, outcome?.atMs ?? 0),
  });
  return (
    <section className={styles['panel']} aria-label="What happens and what can be done">
      <SituationLine situation={situation} />
      <div className={styles['acts']}>
        <OtherActs fleet={fleet} />
        <CutOver fleet={fleet} saidAlready={situation.rest} />
      </div>
      {situation.denial !== undefined && (
        <div className={styles['fault']}>
          <DenialNote denial={situation.denial} />
        </div>
      )}
      <UnmetRevert fleet={fleet} told={situation.of} />
      {fault !== null && (
        <div className={styles['fault']}>
          <FaultNote
            fault={fault}
            onDismiss={() => {
              setView({ fault: null });
            }}
          />
        </div>
      )}
    </section>
  );
}

const toneIcons = {
  calm: null,
  busy: LoaderCircle,
  good: Check,
  warning: TriangleAlert,
  trouble: TriangleAlert,
} as const;

function SituationLine({ situation }: { readonly situation: Situation }) {
  const Icon = toneIcons[situation.tone];
  const { progress } = situation;
  return (
    <div className={styles['why']} data-tone={situation.tone}>
      {Icon !== null && <Icon size={16} aria-hidden="true" className={styles['icon']} />}
      <p>
        <b>
          <MixedText text={situation.strong} />
        </b>{' '}
        <bdi>
          <MixedText text={situation.rest} />
        </bdi>
      </p>
      {situation.tone === 'busy' && (
        <div
          className={styles['progress']}
          role="progressbar"
          aria-label={situation.strong}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={progress === null ? undefined : Math.round(progress * 100)}
          aria-valuetext={situation.rest === '' ? situation.strong : situation.rest}
        >
          <i style={{ width: `${String(Math.round((progress ?? 0.04) * 100))}%` }} />
        </div>
      )}
    </div>
  );
}

interface CutOverProps {
  readonly fleet: Fleet;
  /** Stands beside the button: a refusal with the same words is not said twice. */
  readonly saidAlready: string;
}

function CutOver({ fleet, saidAlready }: CutOverProps) {
  const lane = useView((view) => view.lane);
  const assumed = useView((view) => view.assumed);
  const link = usePanel((panel) => panel.link.kind);
  const acts = useActs();
  const setView = useSetView();
  const id = useId();
  const progress = usePanel((panel) => panel.progress.find((item) => item.fleet === fleet.id));
  const band = usePanel((panel) => panel.band);
  const can = usePanel((panel) => panel.capabilities.verbs.includes('cut-over'));
  const target = can ? cutOverTarget(fleet, lane) : undefined;
  const isThere = target !== undefined;
  // The button goes away under the pointer with each cutover, and then nobody says that it left.
  useEffect(() => {
    if (!isThere) return undefined;
    return () => {
      setView({ flow: null });
    };
  }, [isThere, setView]);
  if (target === undefined) return null;
  const isGoing =
    (assumed?.kind === 'cut-over' && assumed.to === target.id) ||
    (progress?.intent.kind === 'cut-over' && progress.intent.to === target.id);
  const verdict = canCutOver(fleet, target.id);
  const refused =
    notLiveReason(link) ??
    changeRefusal(band) ??
    (verdict.kind === 'refused' ? verdict.because : undefined);
  const label = labelOfGeneration(target);
  return (
    <>
      <ActButton
        look="filled"
        className={styles['primary']}
        isBusy={isGoing}
        refusedBecause={refused}
        describedBy={refused === undefined ? undefined : id}
        onPointAt={(isPointedAt) => {
          setView({
            flow:
              isPointedAt && refused === undefined
                ? { to: target.id, from: currentOf(fleet)?.id ?? null }
                : null,
          });
        }}
        onAct={() => {
          if (asksTwice(band)) setView({ dialog: { kind: 'cut-over', to: target.id } });
          else acts.cutOver(fleet.id, target.id, fleet.split.revision);
        }}
      >
        <span>
          <MixedText
            text={
              isGoing
                ? `Cutting over to ${label}\u2026`
                : `${cutOverLabel(fleet, target.id)}${asksTwice(band) ? '\u2026' : ''}`
            }
          />
        </span>
        {!isGoing && <ArrowRight size={15} aria-hidden="true" />}
      </ActButton>
      {refused !== undefined && !isGoing && (
        <p id={id} className={refused === saidAlready ? 'visually-hidden' : styles['refused']}>
          <MixedText text={refused} />
        </p>
      )}
    </>
  );
}

function OtherActs({ fleet }: { readonly fleet: Fleet }) {
  const lane = useView((view) => view.lane);
  const link = usePanel((panel) => panel.link.kind);
  const setView = useSetView();
  const band = usePanel((panel) => panel.band);
  const { verbs } = usePanel((panel) => panel.capabilities);
  const because = (verdict: ReturnType<typeof canLaunch>): string | undefined =>
    notLiveReason(link) ??
    changeRefusal(band) ??
    (verdict.kind === 'refused' ? verdict.because : undefined);
  const current = currentOf(fleet);
  const retirable = lanesOf(fleet, lane ?? undefined).filter((each) => each.id !== current?.id);
  const ill = verbs.includes('replace') ? illBlocks(fleet) : null;
  const hasPlan = cutOverTarget(fleet, lane) !== undefined || previousOf(fleet) !== undefined;
  return (
    <>
      {hasPlan && verbs.includes('cut-over') && (
        <ActButton
          look="quiet"
          onAct={() => {
            setView({ dialog: { kind: 'plan' } });
          }}
        >
          Plan&hellip;
        </ActButton>
      )}
      {ill !== null && (
        <ActButton
          refusedBecause={because(canReplace(fleet, ill.generation, ill.blocks[0].id))}
          onAct={() => {
            // Its plan stands there, beside the button that carries it out (rule 6).
            setView({ block: ill.blocks[0].id, isInspectorOpen: true });
          }}
        >
          {/* One item of the button's row, or its words would be drawn and read apart. */}
          <span>
            Replace slot {ill.blocks[0].slot} of <bdi>{labelOfGeneration(ill.generation)}</bdi>
            &hellip;
          </span>
        </ActButton>
      )}
      {(verbs.includes('retire') ? retirable : []).map((generation) => (
        <ActButton
          key={generation.id}
          look="quiet"
          refusedBecause={because(canRetire(fleet, generation.id))}
          onAct={() => {
            setView({ dialog: { kind: 'retire', generation: generation.id } });
          }}
        >
          <span>
            Retire <bdi>{labelOfGeneration(generation)}</bdi>&hellip;
          </span>
        </ActButton>
      ))}
      {verbs.includes('launch') && (
        <ActButton
          refusedBecause={because(canLaunch(fleet))}
          onAct={() => {
            setView({ dialog: { kind: 'launch', image: null } });
          }}
        >
          Launch new generation&hellip;
        </ActButton>
      )}
    </>
  );
}

function notLiveReason(link: YardLink['kind']): string | undefined {
  if (link === 'live') return undefined;
  return link === 'signed-out' ? 'Sign in first.' : 'The yard is not answering.';
}
