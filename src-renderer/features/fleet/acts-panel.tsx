/** What is going on in one sentence, and what can be done about it. */
import { Check, CirclePause, Hand, LoaderCircle, TriangleAlert } from 'lucide-react';
import { holdingAt } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { releasedLabel } from '../../../src-shared/release.ts';
import { changeRefusal } from '../../../src-shared/safety.ts';
import { useClock, usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { DenialNote } from '../../ui/denial-note.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AskAct, HandoverAsked } from '../handover/handover-acts.tsx';
import { handoverView } from '../handover/handover-view.ts';
import { CourseControls } from '../release/course-controls.tsx';
import { Course } from '../release/course.tsx';
import { runningRelease } from '../release/running-release.ts';
import { StageRow } from '../release/stage-row.tsx';
import { stagesAfter, stagesSeen } from '../release/stages.ts';
import styles from './acts-panel.module.css';
import { CutOverAct } from './cut-over-act.tsx';
import { NextActs, PlanAct, SeldomActs } from './other-acts.tsx';
import { ResumeAct } from './pause-act.tsx';
import { RevertReason } from './revert-reason.tsx';
import type { Situation } from './situation-shape.ts';
import { situationOf } from './situation.ts';
import { UndoRetirement } from './undo-retirement.tsx';
import { UnmetRevert } from './unmet-revert.tsx';

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
  // And so is what is left of a wait.
  const counts = isYoung || holdingAt(fleet.entry) !== undefined;
  const now = useNow(nowMs, counts ? 1000 : 10_000);
  const capabilities = usePanel((panel) => panel.capabilities);
  const band = usePanel((panel) => panel.band);
  const self = usePanel((panel) => panel.self);
  const isSignedOut = usePanel((panel) => panel.link.kind === 'signed-out');
  const release = runningRelease(fleet, progress, outcome);
  const course = release?.course ?? null;
  // Where its own steps are shown, they name the stages.
  const stages =
    release === null
      ? stagesAfter(fleet, progress === undefined ? outcome : undefined)
      : course === null
        ? stagesSeen(fleet, release.intent)
        : null;
  const handover = handoverView({ fleet, self, progress, outcome, nowMs: now });
  const situation = situationOf({
    ...{ fleet, capabilities, lane, release, handover },
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
        <AskAct fleet={fleet} view={handover} />
        <ResumeAct fleet={fleet} />
        {release === null ? (
          <>
            <UndoRetirement fleet={fleet} />
            <NextActs fleet={fleet} />
            <CutOverAct fleet={fleet} saidAlready={situation.rest} />
          </>
        ) : (
          // Whatever else there is waits for its end: a row of refused buttons would hide what can be said to it.
          <>
            <PlanAct fleet={fleet} />
            <CourseControls fleet={fleet} release={release} />
          </>
        )}
      </div>
      {release === null && (
        <div className={styles['seldom']}>
          <SeldomActs fleet={fleet} />
        </div>
      )}
      {release !== null && course !== null && (
        <Course release={release} course={course} label={releasedLabel(fleet, release.intent)} />
      )}
      {stages !== null && <StageRow stages={stages} />}
      {situation.denial !== undefined && (
        <div className={styles['fault']}>
          <DenialNote denial={situation.denial} />
        </div>
      )}
      <HandoverAsked fleet={fleet} view={handover} />
      <UnmetRevert fleet={fleet} told={situation.of} />
      <RevertReason fleet={fleet} outcome={outcome} nowMs={now} />
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
  asks: Hand,
  held: CirclePause,
  good: Check,
  warning: TriangleAlert,
  trouble: TriangleAlert,
} as const;

/** Characters from which its place may be too low for it: then it is scrolled, from the keyboard, too. */
const longFrom = 300;

function SituationLine({ situation }: { readonly situation: Situation }) {
  const Icon = toneIcons[situation.tone];
  const { progress } = situation;
  const isLong = situation.rest.length > longFrom;
  return (
    <div className={styles['why']} data-tone={situation.tone}>
      {Icon !== null && <Icon size={16} aria-hidden="true" className={styles['icon']} />}
      <p {...(isLong && { role: 'group', 'aria-label': 'What happens, in full', tabIndex: 0 })}>
        <b>
          <MixedText text={situation.strong} />
        </b>{' '}
        <bdi>
          <MixedText text={situation.rest} />
        </bdi>
      </p>
      {situation.tone === 'busy' && !situation.hasCourse && (
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
