/** The one press that moves all traffic to the generation in view, with its plan as its label. */
import { ArrowRight } from 'lucide-react';
import { useEffect, useId } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { canCutOver } from '../../../src-shared/guards.ts';
import { labelOfGeneration, type GenerationId } from '../../../src-shared/ids.ts';
import type { Outcome } from '../../../src-shared/panel.ts';
import { cutOverLabel } from '../../../src-shared/plan-of.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { asksTwice } from '../../../src-shared/safety.ts';
import { sessionRefusal, type SessionEnd } from '../../../src-shared/session-end.ts';
import { useActs, usePanel, useSetView, useView } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { useSession } from '../frame/use-session.ts';
import styles from './acts-panel.module.css';
import { pressRefusal } from './press-refusal.ts';
import { cutOverTarget } from './situation.ts';

interface CutOverActProps {
  readonly fleet: Fleet;
  /** Stands beside the button: a refusal with the same words is not said twice. */
  readonly saidAlready: string;
}

export function CutOverAct({ fleet, saidAlready }: CutOverActProps) {
  const lane = useView((view) => view.lane);
  const assumed = useView((view) => view.assumed);
  const link = usePanel((panel) => panel.link.kind);
  const acts = useActs();
  const setView = useSetView();
  const id = useId();
  const progress = usePanel((panel) => panel.progress.find((item) => item.fleet === fleet.id));
  const band = usePanel((panel) => panel.band);
  const can = usePanel((panel) => panel.capabilities.verbs.includes('cut-over'));
  const outcome = usePanel((panel) => panel.outcomes.find((item) => item.fleet === fleet.id));
  const target = can ? cutOverTarget(fleet, lane) : undefined;
  const session = useSession();
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
  const isBeingLeft = progress?.intent.kind === 'revert' && progress.intent.from === target.id;
  const verdict = canCutOver(fleet, target.id);
  const refused =
    pressRefusal(link, band) ??
    (verdict.kind === 'refused' ? verdict.because : undefined) ??
    endsBefore(fleet, target.id, session);
  const label = labelOfGeneration(target);
  return (
    <>
      <ActButton
        // What was just let go or taken back is not the one thing to do next; who presses has another reason.
        look={isBeingLeft || isLetGo(fleet, target.id, outcome) ? 'plain' : 'filled'}
        className={styles['primary']}
        anchor={'cut-over' satisfies Anchor}
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

/** By the last change of the fleet: a revert away from it, or its release, which did not come to its end. */
function isLetGo(fleet: Fleet, id: GenerationId, outcome: Outcome | undefined): boolean {
  if (outcome?.intent.kind === 'revert') {
    const { kind, intent } = outcome;
    return intent.from === id && (kind === 'verified' || kind === 'accepted');
  }
  if (outcome?.intent.kind !== 'release') return false;
  const isUnmet = outcome.kind === 'failed' || outcome.kind === 'stopped';
  return isUnmet && releasedId(fleet, outcome.intent) === id;
}

function endsBefore(
  fleet: Fleet,
  to: GenerationId,
  session: SessionEnd | undefined,
): string | undefined {
  const wish = { kind: 'cut-over', to, expectedRevision: fleet.split.revision } as const;
  return session === undefined ? undefined : (sessionRefusal(fleet, wish, session) ?? undefined);
}
