/** What a running release can be told now, and nothing else: a button for each thing that it offers. */
import { ArrowRight, Pause, Play } from 'lucide-react';
import { useEffect, useId } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { canTakeShare } from '../../../src-shared/guards.ts';
import { acceptsAt } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import type { ControlChange } from '../../../src-shared/release-schema.ts';
import { useActs, usePanel, useSetView, useView } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import { controlWords, shareAfter } from './control-words.ts';
import styles from './course-controls.module.css';
import type { RunningRelease } from './running-release.ts';

interface CourseControlsProps {
  readonly fleet: Fleet;
  readonly release: RunningRelease;
}

/** The one that moves traffic stands where the cutover's button stands. */
const order = ['abort', 'hold', 'resume', 'pass'] as const;

export function CourseControls({ fleet, release }: CourseControlsProps) {
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const id = useId();
  const refused = pressRefusal(link, band);
  const offers = order.flatMap((kind) => release.offers.filter((offer) => offer.kind === kind));
  const unfit = whyNotPassed(fleet, release);
  const said = refused ?? unfit;
  return (
    <>
      {offers.map((change) => (
        <Control
          key={keyOf(change)}
          fleet={fleet}
          release={release}
          change={change}
          refused={refused ?? (change.kind === 'pass' ? unfit : undefined)}
          describedBy={
            refused === undefined && (unfit === undefined || change.kind !== 'pass')
              ? undefined
              : id
          }
        />
      ))}
      {said !== undefined && offers.length > 0 && (
        <p id={id} className={styles['refused']}>
          <MixedText text={said} />
        </p>
      )}
    </>
  );
}

/** A press to go on that the engine would not act on: asked of the same guard. */
function whyNotPassed(fleet: Fleet, { intent, offers }: RunningRelease): string | undefined {
  const pass = offers.find((offer) => offer.kind === 'pass');
  if (pass?.kind !== 'pass') return undefined;
  const verdict = canTakeShare(fleet, releasedId(fleet, intent), shareAfter(intent, pass.place));
  return verdict.kind === 'refused' ? verdict.because : undefined;
}

/** Hold and resume are one button, which keeps the focus; each place is its own, which does not. */
function keyOf(change: ControlChange): string {
  if (change.kind === 'pass') return `pass ${String(change.place)}`;
  return change.kind === 'abort' ? 'abort' : 'hold';
}

function anchorOf({ kind }: ControlChange): Anchor | undefined {
  return kind === 'hold' || kind === 'resume' ? 'hold' : undefined;
}

interface ControlProps extends CourseControlsProps {
  readonly change: ControlChange;
  readonly refused: string | undefined;
  readonly describedBy: string | undefined;
}

function Control({ fleet, release, change, refused, describedBy }: ControlProps) {
  const acts = useActs();
  const setView = useSetView();
  const told = useView((view) => view.told);
  const { rollout, intent } = release;
  const isPass = change.kind === 'pass';
  const isAccept = change.kind === 'pass' && acceptsAt(intent.terms, change.place);
  const isTold =
    told?.rollout === rollout &&
    told.change.kind === change.kind &&
    (!isPass || told.change.kind !== 'pass' || told.change.place === change.place);
  const words = controlWords(fleet, intent, change);
  // It goes away under the pointer when it was pressed, and then nobody says that it left.
  useEffect(() => {
    if (!isPass) return undefined;
    return () => {
      setView({ flow: null });
    };
  }, [isPass, setView]);
  const percent = change.kind === 'pass' ? shareAfter(intent, change.place) : 0;
  return (
    <ActButton
      look={isPass || change.kind === 'resume' ? 'filled' : 'plain'}
      anchor={anchorOf(change)}
      className={isPass ? styles['primary'] : undefined}
      isBusy={isTold}
      refusedBecause={refused}
      describedBy={describedBy}
      title={words.title}
      {...(isPass && {
        onPointAt: (isPointedAt: boolean) => {
          const flow = { to: releasedId(fleet, intent), from: intent.from, percent };
          setView({ flow: isPointedAt && refused === undefined ? flow : null });
        },
      })}
      onAct={() => {
        if (isAccept) setView({ dialog: { kind: 'findings', rollout, intent } });
        else acts.control(fleet.id, rollout, change);
      }}
    >
      {change.kind === 'hold' && <Pause size={14} aria-hidden="true" />}
      {change.kind === 'resume' && <Play size={14} aria-hidden="true" />}
      <span>
        <MixedText text={isTold ? words.busy : words.label} />
      </span>
      {isPass && !isTold && <ArrowRight size={15} aria-hidden="true" />}
    </ActButton>
  );
}
