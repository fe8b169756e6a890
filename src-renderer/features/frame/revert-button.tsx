/**
 * The way back: one fixed corner on every screen, its label is its plan. Pointing at it or focusing
 * it shows the steps and lights up the lanes; nothing waits for that.
 */
import { Check, CircleSlash2, LoaderCircle, TriangleAlert, Undo2 } from 'lucide-react';
import { useEffect, useId, useState, type Ref } from 'react';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { healthyCount } from '../../../src-shared/roles.ts';
import {
  useActs,
  useFleet,
  usePanelState,
  useSetView,
  useView,
} from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { count } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { lanesInView } from '../release/running-release.ts';
import styles from './revert-button.module.css';
import { RevertConditions } from './revert-conditions.tsx';
import { revertLead } from './revert-lead.ts';
import { useKeys } from './use-keys.ts';
import { useFullPlan } from './use-plan.ts';
import { useRevertFace } from './use-revert-face.ts';

const icons = {
  ready: Check,
  degraded: TriangleAlert,
  nothing: CircleSlash2,
  busy: LoaderCircle,
  done: Check,
} as const;

function RevertSteps({ fleet, to }: { readonly fleet: Fleet; readonly to: Generation }) {
  const plan = useFullPlan(fleet, { kind: 'revert', to: to.id });
  return plan === null ? null : <PlanList steps={plan.steps} />;
}

export function RevertButton({ buttonRef }: { readonly buttonRef: Ref<HTMLButtonElement> }) {
  const fleet = useFleet();
  const face = useRevertFace();
  const acts = useActs();
  const setView = useSetView();
  const keys = useKeys('revert');
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { to, from } = face;
  const Icon = icons[face.kind];
  const isRefused = face.refusedBecause !== null;
  // What is missing is one press away, and that press is on the fleet screen.
  const isSignedOut = usePanelState(({ panel }) => panel?.link.kind === 'signed-out');
  // So is the list, where several are there and none is chosen.
  const hasChosen = useView((view) => view.fleet !== null);
  const hasFleets = usePanelState(({ panel }) => (panel?.fleets.length ?? 0) > 0);
  const isToChoose = fleet === undefined && hasFleets && !hasChosen;
  const isFlowing = isOpen && to !== null && !isRefused;
  useEffect(() => {
    if (!isFlowing) return undefined;
    setView({ flow: { to: to.id, from: from?.id ?? null } });
    return () => {
      setView({ flow: null });
    };
  }, [isFlowing, to?.id, from?.id, setView]);

  const chosen = useView((view) => view.lane);
  const lanes = fleet === undefined ? [] : lanesInView(fleet, chosen);
  const lane = lanes.findIndex((each) => each.id === to?.id);
  const side = lane === 0 ? 'old' : lane === 1 ? 'new' : 'none';
  return (
    <div
      className={styles['corner']}
      data-side={side}
      onPointerEnter={() => {
        setOpen(true);
      }}
      onPointerLeave={() => {
        setOpen(false);
      }}
      onFocus={() => {
        setOpen(true);
      }}
      onBlur={(event) => {
        // On its way to what the open plan offers to copy, the focus stays in the corner.
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.currentTarget.querySelector('button')?.focus();
          setOpen(false);
        }
        if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
      }}
    >
      <button
        type="button"
        ref={buttonRef}
        data-anchor={'revert' satisfies Anchor}
        className={styles['button']}
        data-kind={face.kind}
        aria-disabled={isRefused || undefined}
        aria-busy={face.kind === 'busy' || undefined}
        aria-describedby={isOpen ? id : undefined}
        aria-keyshortcuts={keys.aria}
        onClick={() => {
          // No look at the click count: a press that follows a refused one must go. Doubles are
          // one revert already, here by the assumed state and in main by the revert path.
          if (isSignedOut) setView({ screen: 'fleet' });
          if (isToChoose) setView({ screen: 'fleet', lead: 'fleets' });
          if (isRefused || fleet === undefined || to === null) return;
          acts.revert(fleet.id, to.id);
        }}
      >
        <span className={styles['icon']} aria-hidden="true">
          {face.kind === 'ready' ? <Undo2 size={16} /> : <Icon size={16} />}
        </span>
        <span className={styles['label']}>
          <b>
            <MixedText text={face.title} />
          </b>
          {face.note !== '' && (
            <span>
              <MixedText text={` \u2014 ${face.note}`} />
            </span>
          )}
        </span>
      </button>
      {isOpen && (
        <div id={id} role="group" aria-label="What it does" className={styles['plan']}>
          {isRefused || to === null || fleet === undefined ? (
            <p>{face.refusedBecause}</p>
          ) : (
            <>
              <p className={styles['lead']}>
                <MixedText text={revertLead(fleet, to, from)} /> {count(healthyCount(to))} of{' '}
                {count(to.size)} blocks of it are healthy.
              </p>
              <RevertConditions conditions={face.conditions} />
              <RevertSteps fleet={fleet} to={to} />
              <p className={styles['quiet']}>Goes in any case, and overtakes whatever runs.</p>
            </>
          )}
        </div>
      )}
    </div>
  );
}
