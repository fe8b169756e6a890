/** The guided release: four steps on the sample fleet, ticked by what is observed. It can be left and opened again. */
import { Check, X } from 'lucide-react';
import { useEffect } from 'react';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { GuideStep } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import type { Anchor, ViewState } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { begun, putAway } from './begun.ts';
import { guidedFleet, guideSteps, type GuidedFleet } from './guide-facts.ts';
import styles from './guide.module.css';
import { useGuideTicks } from './use-guide-ticks.ts';

export function Guide() {
  const settings = usePanel((panel) => panel.settings);
  const panel = usePanel((each) => each);
  const acts = useActs();
  const setView = useSetView();
  useGuideTicks();
  const { guide } = settings;
  const guided = guidedFleet(panel);
  const next = guideSteps.find((step) => guide?.done.includes(step) !== true) ?? null;
  const words = guided === null || next === null ? null : stepWords(next, guided, panel);
  useHighlight(words?.anchor ?? null);
  if (guide === undefined) return null;
  const leave = (): void => {
    acts.saveSettings({ ...settings, ...putAway(guide) });
  };
  return (
    <section className={styles['guide']} aria-label="Guided release">
      <ol className={styles['steps']}>
        {guideSteps.map((step, index) => {
          const isDone = guide.done.includes(step);
          return (
            <li
              key={step}
              data-state={isDone ? 'done' : step === next ? 'now' : 'ahead'}
              aria-current={step === next ? 'step' : undefined}
            >
              <span className={styles['mark']} aria-hidden="true">
                {isDone ? <Check size={13} strokeWidth={2.6} /> : String(index + 1)}
              </span>
              <span>
                <MixedText text={guided === null ? stepTitle(step) : stepTitle(step, guided)} />
                {isDone && <span className="visually-hidden">, done</span>}
              </span>
            </li>
          );
        })}
      </ol>
      <div className={styles['now']}>
        {guided === null ? (
          <p>
            {panel.capabilities.sampleTraffic
              ? 'The sample fleet with its first two generations is not here any more.'
              : 'The sample fleet is not in this yard. Show the local yard to go on.'}
          </p>
        ) : words === null ? (
          <>
            <p>
              <b>That is all of it.</b> Each step is on the timeline, with what was sent and what
              was seen.
            </p>
            <ActButton
              className={styles['act']}
              onAct={() => {
                acts.saveSettings({ ...settings, guide: begun(guide) });
              }}
            >
              Once more
            </ActButton>
          </>
        ) : (
          <>
            <p>
              <MixedText text={words.text} />
            </p>
            <ActButton
              className={styles['act']}
              onAct={() => {
                setView(words.view);
              }}
            >
              Show me
            </ActButton>
          </>
        )}
        <button type="button" className={styles['leave']} onClick={leave}>
          {next === null ? 'Close the guide' : 'Skip the guide'}
          <X size={14} aria-hidden="true" />
        </button>
      </div>
    </section>
  );
}

/** A door to it for other places. */
export function useOpenGuide(): () => void {
  const settings = usePanel((panel) => panel.settings);
  const acts = useActs();
  return () => {
    acts.saveSettings({ ...settings, guide: begun(settings.guide) });
  };
}

/** What is to be pressed gets a ring, wherever it is drawn. */
function useHighlight(anchor: Anchor | null): void {
  useEffect(() => {
    if (anchor === null) return undefined;
    const { dataset } = document.documentElement;
    dataset['guide'] = anchor;
    return () => {
      delete dataset['guide'];
    };
  }, [anchor]);
}

function stepTitle(step: GuideStep, guided?: GuidedFleet): string {
  const second = guided === undefined ? 'the new one' : labelOfGeneration(guided.second);
  switch (step) {
    case 'compare':
      return `Compare with ${second}`;
    case 'cut-over':
      return `Cut over to ${second}`;
    case 'revert':
      return 'Revert with one press';
    case 'come-back':
      return 'Release one that fails';
  }
}

interface StepWords {
  readonly text: string;
  /** Gets the ring; null: there is nothing to press now. */
  readonly anchor: Anchor | null;
  readonly view: Partial<ViewState>;
}

function stepWords(
  step: GuideStep,
  { fleet, first, second, failing }: GuidedFleet,
  { sampleTraffic }: { readonly sampleTraffic: readonly { fleet: string; isOn: boolean }[] },
): StepWords {
  const old = labelOfGeneration(first);
  const label = labelOfGeneration(second);
  const onFleet = { screen: 'fleet', fleet: fleet.id, block: null } as const;
  switch (step) {
    case 'compare':
      return {
        text: `Open Compare and look at what differs between ${old} and ${label}, before anything of it has traffic.`,
        anchor: 'compare',
        view: { lead: 'compare' },
      };
    case 'cut-over':
      return {
        text: `Press \u201cCut over to ${label}\u201d. ${old} stays whole and warm, and the way back stands in the corner.`,
        anchor: 'cut-over',
        view: { ...onFleet, lead: 'cut-over' },
      };
    case 'revert':
      return {
        text: `Something looks wrong? Press the button in the corner: one press, and ${old} serves again.`,
        anchor: 'revert',
        view: { lead: 'revert' },
      };
    case 'come-back': {
      if (fleet.rollout?.intent.kind === 'release') {
        return {
          text: 'Watch what the entry sees. When a guard breaks, the traffic goes back by itself and says why.',
          ...{ anchor: null, view: onFleet },
        };
      }
      const isQuiet = sampleTraffic.some((each) => each.fleet === fleet.id && !each.isOn);
      if (isQuiet) {
        return {
          text: 'Switch the sample traffic on first: nothing can be judged without requests.',
          anchor: 'sample-traffic',
          view: { ...onFleet, lead: 'sample-traffic' },
        };
      }
      if (failing === undefined) {
        return {
          text: 'Release an image that fails under traffic, and watch the traffic go back by itself.',
          anchor: 'release',
          view: { ...onFleet, lead: 'release' },
        };
      }
      const name = plain(`${failing.name} ${failing.version}`, 80);
      return {
        text: `Release ${name}, and press when it waits. It does well until it has traffic: then a guard takes it back by itself.`,
        anchor: 'release',
        view: {
          ...onFleet,
          dialog: { kind: 'release', source: { kind: 'image', image: failing.id } },
        },
      };
    }
  }
}
