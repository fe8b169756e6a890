/**
 * Every act of the operator, in one place: sends the call, assumes it for a moment, and turns a
 * refusal into a sentence on screen. Components never touch the bridge.
 */
import type { AcceptanceWish } from '../../src-shared/acceptance-schema.ts';
import type { RecordedAudit } from '../../src-shared/audit.ts';
import type { AwsConnection, AwsIdentity, AwsProfiles } from '../../src-shared/aws-connection.ts';
import type { ConsoleTarget } from '../../src-shared/console-address.ts';
import type { Bridge, CallInput, EventPayload } from '../../src-shared/ipc-contract.ts';
import type {
  BlockId,
  FleetId,
  GenerationId,
  ImageId,
  RolloutId,
  YardId,
} from '../../src-shared/ids.ts';
import type { DataWish } from '../../src-shared/data-note-schema.ts';
import type { Image } from '../../src-shared/image.ts';
import type { OpenedRelease } from '../../src-shared/opened-release.ts';
import type { PanelSnapshot, Progress, Settings } from '../../src-shared/panel.ts';
import type { Comparison, Plan } from '../../src-shared/plan.ts';
import type { PreflightFacts } from '../../src-shared/preflight-facts-schema.ts';
import type { PreflightWish } from '../../src-shared/preflight-shape.ts';
import type { SaidWord } from '../../src-shared/handover-schema.ts';
import type { ControlChange } from '../../src-shared/release-schema.ts';
import { fail, faultOf, type Result } from '../../src-shared/result.ts';
import { leftByRevert } from '../../src-shared/roles.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { Timers } from '../bridge/panel-feed.ts';
import { appearanceActs, type AppearanceActs } from './appearance-acts.ts';
import { findingsActs, type FindingsActs } from './findings-acts.ts';
import type { PanelStore } from './panel-store.ts';
import { fleetActs, type FleetActs } from './fleet-acts.ts';
import { followLinks } from './follow-links.ts';
import { contentsActs, type ContentsActs } from './contents-acts.ts';
import { diskActs, type DiskActs } from './disk-acts.ts';
import { followFleetDialogs } from './fleet-dialogs.ts';
import { followFleets, hasReleaseBegun, withLastFleet } from './fleet-choice.ts';
import { createTeller } from './tell-release.ts';
import {
  nothingChosen,
  type Assumed,
  type SentNote,
  type ToldControl,
  type ViewStore,
} from './view-store.ts';

function isChanging(panel: PanelSnapshot | null, fleet: FleetId): boolean {
  return (
    panel !== null &&
    (panel.progress.some((item) => item.fleet === fleet) ||
      panel.fleets.some(({ id, rollout }) => id === fleet && rollout !== null))
  );
}

/**
 * After this long without any observed answer the button falls back to what is observed. Longer than a
 * call to the yard may take (5 s): until then a press must not look as if there had been none.
 */
export const assumedLimitMs = 6000;

export interface Clock {
  readonly nowMs: () => number;
}

export interface LogTail {
  readonly lines: readonly string[];
  readonly droppedBytes: number;
}

export interface Acts extends AppearanceActs, ContentsActs, DiskActs, FindingsActs, FleetActs {
  /** @param given why the operator goes on with the warnings of its preflight. */
  readonly cutOver: (
    fleet: FleetId,
    to: GenerationId,
    revision: number,
    given?: { readonly accepted?: AcceptanceWish },
  ) => void;
  readonly revert: (fleet: FleetId, to: GenerationId) => void;
  /** Said to a running release. */
  readonly control: (fleet: FleetId, rollout: RolloutId, change: ControlChange) => void;
  /** Who is to carry a running change; answers when the yard keeps it, or a fault is shown. */
  readonly say: (fleet: FleetId, rollout: RolloutId, word: SaidWord) => Promise<void>;
  /** For the dialogs, which stay open with the sentence when it fails. */
  readonly begin: (fleet: FleetId, wish: Wish) => Promise<Result<unknown>>;
  /** From main, which knows the commands of each step too. */
  readonly plan: (fleet: FleetId, wish: Wish) => Promise<Result<Plan>>;
  /** Asked of the yard now; nothing is changed. */
  readonly askPreflight: (fleet: FleetId, wish: PreflightWish) => Promise<Result<PreflightFacts>>;
  readonly replace: (fleet: FleetId, generation: GenerationId, block: BlockId) => void;
  readonly findImage: (image: ImageId) => Promise<Result<Image>>;
  readonly compare: (a: ImageId, b: ImageId) => Promise<Result<Comparison>>;
  readonly compareGenerations: (
    fleet: FleetId,
    a: GenerationId,
    b: GenerationId,
  ) => Promise<Result<Comparison>>;
  readonly log: (fleet: FleetId, block: BlockId) => Promise<Result<LogTail>>;
  readonly record: (rollout: RolloutId) => Promise<Result<RecordedAudit>>;
  /** Answers where it is now, or null when nothing was chosen. */
  readonly saveRecord: (rollout: RolloutId) => Promise<Result<string | null>>;
  /** Kept in the yard, for everybody. */
  readonly annotate: (
    fleet: FleetId,
    rollout: RolloutId | null,
    note: SentNote,
  ) => Promise<Result<null>>;
  /** Null: nothing was chosen. */
  readonly saveTimeline: (format: 'jsonl' | 'markdown') => Promise<Result<string | null>>;
  /** Null: nothing was chosen. */
  readonly openReleaseFile: () => Promise<Result<OpenedRelease | null>>;
  readonly chooseImage: () => Promise<Result<Image | null>>;
  readonly importImage: (path: string) => Promise<Result<Image>>;
  /** What it does to shared data; changes nothing that runs. */
  readonly noteData: (
    fleet: FleetId,
    generation: GenerationId,
    note: DataWish,
  ) => Promise<Result<null>>;
  /** Lets requests wait at the entry, or lets them in. */
  readonly pauseEntry: (fleet: FleetId, isPaused: boolean) => void;
  /** Sample work, where the blocks fetch it. */
  readonly setSampleTraffic: (fleet: FleetId, isOn: boolean) => void;
  readonly addSampleRunners: () => void;
  readonly chooseYard: (yard: YardId) => void;
  readonly profiles: () => Promise<Result<AwsProfiles>>;
  readonly tryAws: (
    connection: AwsConnection,
    mfaCode: string | null,
  ) => Promise<Result<AwsIdentity>>;
  /** Keeps it and shows it. */
  readonly connectAws: (wanted: CallInput<'aws.connect'>) => Promise<Result<YardId>>;
  readonly forgetAws: (yard: YardId) => Promise<Result<null>>;
  readonly signIn: (mfaCode: string | null) => Promise<Result<null>>;
  readonly changeYard: (change: CallInput<'yard.settings'>['change']) => Promise<Result<null>>;
  readonly startYard: () => Promise<Result<null>>;
  readonly stopYard: () => Promise<Result<null>>;
  readonly saveSettings: (settings: Settings) => void;
  /** The whole text of an export; and saving what it showed: where it is now, or null when nothing was chosen. */
  readonly previewDiagnostics: () => Promise<Result<string>>;
  readonly saveDiagnostics: () => Promise<Result<string | null>>;
  readonly open: (fleet: FleetId, generation: GenerationId | null) => void;
  /** In the web console of the cloud, in the browser. */
  readonly openConsole: (fleet: FleetId, target: ConsoleTarget) => void;
  /** The link that is offered, after all. */
  readonly goToLink: () => void;
  /** @returns what to call to hear no more. */
  readonly onMenu: (press: (item: EventPayload<'menu.pressed'>) => void) => () => void;
  /** Where a notification or the tray leads. @returns as `onMenu`. */
  readonly onViewAsked: (show: (asked: EventPayload<'view.asked'>) => void) => () => void;
}

export interface ActsNeeds {
  readonly bridge: Bridge;
  readonly panel: PanelStore;
  readonly view: ViewStore;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** @returns the acts and a function that stops watching the store. */
export function createActs(needs: ActsNeeds): { readonly acts: Acts; readonly stop: () => void } {
  const { bridge, view, clock, timers } = needs;
  const { call } = bridge;
  let cancelFallback = (): void => undefined;
  /** The press is a revert beside a running change: that one's end and split are no answer to it. */
  let overtakes = false;
  const teller = createTeller({ ...needs, limitMs: assumedLimitMs });

  function settle(): void {
    cancelFallback();
    if (view.getState().assumed !== null) view.setState({ assumed: null });
  }

  function assume(kind: Assumed['kind'], fleet: FleetId, to: GenerationId): Assumed | null {
    const { assumed } = view.getState();
    // The same press again (double click, a second key) is the same activation.
    if (assumed?.kind === kind && assumed.fleet === fleet && assumed.to === to) return null;
    const pressedAtMs = clock.nowMs();
    cancelFallback();
    const press: Assumed = { kind, fleet, to, pressedAtMs };
    const { revertFault } = view.getState();
    const kept = revertFault?.fleet === fleet ? null : revertFault;
    overtakes = kind === 'revert' && isChanging(needs.panel.getState().panel, fleet);
    view.setState({ assumed: press, fault: null, revertFault: kept });
    cancelFallback = timers.after(assumedLimitMs, settle);
    return press;
  }

  /** The one on screen at the moment of the act. */
  const inYard = (): { readonly yard: YardId } => {
    const yard = needs.panel.getState().panel?.yard;
    if (yard === undefined) throw new Error('An act before the first snapshot.');
    return { yard };
  };

  const stop = needs.panel.subscribe((state, before) => {
    const isOther = before.panel !== null && state.panel?.yard !== before.panel.yard;
    if (isOther) {
      settle();
      view.setState(nothingChosen);
    }
    if (state.panel === null) return;
    const chosen = followFleets(before.panel, state.panel, view.getState());
    if (chosen !== null) view.setState(chosen);
    const { fleet, lane } = view.getState();
    if (lane !== null && hasReleaseBegun(before.panel, state.panel, fleet)) {
      view.setState({ lane: null });
    }
    const { assumed } = view.getState();
    if (isOther || assumed === null) return;
    const counts = (item: Pick<Progress, 'fleet' | 'intent'>): boolean =>
      item.fleet === assumed.fleet && (!overtakes || item.intent.kind === 'revert');
    const answer = (of: typeof state): readonly unknown[] => [
      of.panel?.progress.find(counts)?.rollout,
      of.panel?.outcomes.find(counts)?.rollout,
      overtakes ? null : of.panel?.fleets.find(({ id }) => id === assumed.fleet)?.split.revision,
    ];
    const earlier = answer(before);
    if (answer(state).some((value, index) => value !== earlier[index])) settle();
  });

  // After the choice has followed the same change: what is on screen is settled then.
  const dialogs = followFleetDialogs(needs.panel, view);

  const stopRemembering = view.subscribe((now, before) => {
    const { panel } = needs.panel.getState();
    if (panel === null || now.fleet === null || now.fleet === before.fleet) return;
    const settings = withLastFleet(panel, now.fleet);
    // Not worth a word when it cannot be saved: the next start then shows the list.
    if (settings !== null) void answerOf(call['settings.set'](settings));
  });

  async function answerOf<Value>(asked: Promise<Result<Value>>): Promise<Result<Value>> {
    try {
      return await asked;
    } catch (error) {
      return fail(faultOf(error));
    }
  }

  /**
   * Says on screen why it failed; of another yard than the one that is shown by then, with its name.
   * @param about a press ends with it; a later one has its own answer, and so has one in another yard.
   */
  function show<Value>(
    asked: Promise<Result<Value>>,
    about: Assumed | ToldControl | 'yard' | 'panel' = 'yard',
  ): void {
    const yard = needs.panel.getState().panel?.yard;
    void answerOf(asked).then((result) => {
      if (result.ok) return;
      if (view.getState().assumed === about) settle();
      if (typeof about === 'object' && 'change' in about) teller.refused(about);
      const { panel } = needs.panel.getState();
      const { fault } = result;
      const isElsewhere = about !== 'panel' && panel?.yard !== yard;
      if (!isElsewhere && typeof about === 'object' && 'kind' in about && about.kind === 'revert') {
        view.setState({ revertFault: { fleet: about.fleet, fault } });
        return;
      }
      const name = panel?.yards.find((each) => each.id === yard)?.name ?? 'another yard';
      const message = `In ${plain(name, 60)}: ${fault.message}`;
      view.setState({ fault: isElsewhere ? { ...fault, message } : fault });
    });
  }

  async function compared<Value>(
    a: string,
    b: string,
    asked: Promise<Result<Value>>,
  ): Promise<Result<Value>> {
    const answer = await answerOf(asked);
    if (answer.ok) view.setState({ compared: [a, b] });
    return answer;
  }

  const acts: Acts = {
    cutOver: (fleet, to, revision, given) => {
      const press = assume('cut-over', fleet, to);
      if (press === null) return;
      const { pressedAtMs } = press;
      const wish: Wish = { kind: 'cut-over', to, expectedRevision: revision, ...given };
      show(call['rollout.begin']({ ...inYard(), fleet, wish, pressedAtMs }), press);
    },
    revert: (fleet, to) => {
      const press = assume('revert', fleet, to);
      if (press === null) return;
      const { pressedAtMs } = press;
      const shown = needs.panel.getState().panel?.fleets.find(({ id }) => id === fleet);
      // What is taken back stays in its lane: another one there would be taken for it.
      if (shown !== undefined) view.setState({ lane: leftByRevert(shown, to)?.id ?? null });
      show(call['rollout.revert']({ ...inYard(), fleet, to, pressedAtMs }), press);
    },
    control: (fleet, rollout, change) => {
      const said = teller.tell({ fleet, rollout, change });
      if (said === null) return;
      show(call['rollout.control']({ ...inYard(), fleet, rollout, change }), said);
    },
    say: async (fleet, rollout, change) => {
      const asked = answerOf(call['rollout.control']({ ...inYard(), fleet, rollout, change }));
      show(asked);
      await asked;
    },
    begin: (fleet, wish) =>
      dialogs.sent(
        answerOf(call['rollout.begin']({ ...inYard(), fleet, wish, pressedAtMs: clock.nowMs() })),
      ),
    plan: (fleet, wish) => answerOf(call['rollout.plan']({ ...inYard(), fleet, wish })),
    askPreflight: (fleet, wish) => answerOf(call['preflight.ask']({ ...inYard(), fleet, wish })),
    replace: (fleet, generation, block) => {
      view.setState({ fault: null });
      const wish: Wish = { kind: 'replace', generation, block };
      show(call['rollout.begin']({ ...inYard(), fleet, wish, pressedAtMs: clock.nowMs() }));
    },
    findImage: (image) => answerOf(call['image.find']({ ...inYard(), image })),
    compare: (a, b) => compared(a, b, call['image.compare']({ ...inYard(), a, b })),
    compareGenerations: (fleet, a, b) =>
      compared(a, b, call['generation.compare']({ ...inYard(), fleet, a, b })),
    ...contentsActs(bridge, inYard, answerOf, (asked) => {
      show(asked, 'panel');
    }),
    ...appearanceActs(bridge, inYard, answerOf),
    ...fleetActs(bridge, inYard, answerOf),
    ...diskActs(bridge, inYard, answerOf),
    ...findingsActs(bridge, inYard, answerOf),
    log: (fleet, block) => answerOf(call['block.log']({ ...inYard(), fleet, block })),
    record: (rollout) => answerOf(call['rollout.record']({ ...inYard(), rollout })),
    saveRecord: (rollout) => answerOf(call['rollout.save-record']({ ...inYard(), rollout })),
    annotate: (fleet, rollout, note) =>
      answerOf(call['timeline.annotate']({ ...inYard(), fleet, rollout, ...note })),
    saveTimeline: (format) => answerOf(call['timeline.save']({ ...inYard(), format })),
    openReleaseFile: () => answerOf(call['release.open-file'](inYard())),
    chooseImage: () => answerOf(call['image.choose'](inYard())),
    importImage: (path) => answerOf(call['image.import']({ ...inYard(), path })),
    noteData: (fleet, generation, note) =>
      dialogs.sent(
        answerOf(call['generation.note-data']({ ...inYard(), fleet, generation, note })),
      ),
    pauseEntry: (fleet, isPaused) => {
      view.setState({ fault: null });
      show(call['entry.pause']({ ...inYard(), fleet, isPaused }));
    },
    setSampleTraffic: (fleet, isOn) => {
      show(call['sample-traffic.set']({ ...inYard(), fleet, isOn }));
    },
    addSampleRunners: () => {
      show(call['sample-runners.add'](inYard()), 'panel');
    },
    chooseYard: (yard) => {
      show(call['yard.choose']({ yard }), 'panel');
    },
    profiles: () => answerOf(call['aws.profiles'](null)),
    tryAws: (connection, mfaCode) => answerOf(call['aws.try']({ connection, mfaCode })),
    connectAws: async (wanted) => {
      const kept = await answerOf(call['aws.connect'](wanted));
      if (kept.ok) acts.chooseYard(kept.value);
      return kept;
    },
    forgetAws: (yard) => answerOf(call['aws.forget']({ yard })),
    signIn: (mfaCode) => answerOf(call['aws.sign-in']({ ...inYard(), mfaCode })),
    changeYard: (change) => answerOf(call['yard.settings']({ ...inYard(), change })),
    startYard: () => answerOf(call['yard.start'](inYard())),
    stopYard: () => answerOf(call['yard.stop'](inYard())),
    saveSettings: (settings) => {
      show(call['settings.set'](settings), 'panel');
    },
    previewDiagnostics: () => answerOf(call['diagnostics.preview'](null)),
    saveDiagnostics: () => answerOf(call['diagnostics.save'](null)),
    onViewAsked: bridge.on['view.asked'],
    onMenu: bridge.on['menu.pressed'],
    goToLink: () => {
      links.go();
    },
    open: (fleet, generation) => {
      show(call['fleet.open']({ ...inYard(), fleet, generation }));
    },
    openConsole: (fleet, target) => {
      show(call['console.open']({ ...inYard(), fleet, target }));
    },
  };
  const links = followLinks({ ...needs, acts, onLink: bridge.on['link.opened'] });
  return {
    acts,
    stop: () => {
      links.stop();
      cancelFallback();
      teller.stop();
      stopRemembering();
      dialogs.stop();
      stop();
    },
  };
}
