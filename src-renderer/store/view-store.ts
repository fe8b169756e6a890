/** What the operator is looking at: belongs to this window and is never sent anywhere. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BlockId, FleetId, GenerationId, ImageId, RolloutId } from '../../src-shared/ids.ts';
import type { Image } from '../../src-shared/image.ts';
import type { ControlChange, ReleaseTerms } from '../../src-shared/release-schema.ts';
import type { ReleaseIntent } from '../../src-shared/release.ts';
import type { LinkPlace } from '../../src-shared/deep-link.ts';
import type { Fault } from '../../src-shared/result.ts';

export const screens = ['fleet', 'compare', 'images', 'timeline', 'settings'] as const;
export type Screen = (typeof screens)[number];

export type OpenDialog =
  | {
      readonly kind: 'launch';
      readonly image: ImageId | null;
      /** Blocks; absent: as many as the one that serves. */
      readonly size?: number;
    }
  /** What to begin with; null: what stands by, else the newest image that does not serve. */
  | {
      readonly kind: 'release';
      readonly source: ReleaseChoice | null;
      /** What a release file says; absent: as usual. */
      readonly given?: GivenRelease;
    }
  | {
      readonly kind: 'retire' | 'adopt' | 'stop' | 'start' | 'data-note';
      readonly generation: GenerationId;
    }
  /** The size to begin with; null: what it has. */
  | { readonly kind: 'scale'; readonly generation: GenerationId; readonly size: number | null }
  | { readonly kind: 'cut-over'; readonly to: GenerationId }
  /** What a release that requires it has found, to be accepted. */
  | { readonly kind: 'findings'; readonly rollout: RolloutId; readonly intent: ReleaseIntent }
  /** What the buttons in view would do, and what is allowed of it. */
  | { readonly kind: 'plan' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'keyboard' }
  | { readonly kind: 'palette'; readonly scope: 'all' | 'yards' }
  /** Why a release file was not opened. */
  | { readonly kind: 'release-file'; readonly fault: Fault };

export interface GivenRelease {
  /** Name of the file, or what the plan of the record was called. */
  readonly file: string;
  /** What is otherwise than it was made with, each as one sentence; absent: nothing. */
  readonly otherwise?: readonly string[];
  /** Null: as many as the one that serves. */
  readonly size: number | null;
  readonly terms: ReleaseTerms;
  /** Why it goes on when its preflight warns. */
  readonly acceptWarnings?: string;
}

/** A control that can be led to. */
export type Anchor =
  | 'compare'
  | 'fleets'
  | 'revert'
  | 'cut-over'
  | 'hold'
  | 'release'
  | 'pause'
  | 'resume'
  | 'rehearse'
  | 'sample-traffic'
  | 'yard-switch'
  | 'sign-in'
  | 'start-yard'
  | 'leftovers'
  | 'import'
  | 'marker';

/** What can be released: an image, a generation that stands by, or a retired one once more. */
export type ReleaseChoice =
  | {
      readonly kind: 'image';
      readonly image: ImageId;
      /** Whose recorded recipe it is started with; absent: the newest. */
      readonly recipeOf?: GenerationId;
    }
  | { readonly kind: 'generation'; readonly generation: GenerationId }
  | { readonly kind: 'again'; readonly generation: GenerationId };

/** A press that nothing observed has answered yet. The observed event always wins. */
export interface Assumed {
  readonly kind: 'cut-over' | 'revert';
  readonly fleet: FleetId;
  readonly to: GenerationId;
  readonly pressedAtMs: number;
}

/** The same of what was said to a running release. */
export interface ToldControl {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
  readonly change: ControlChange;
}

/** Which lane would gain and which would lose: shown while a button is pointed at or focused. */
export interface Flow {
  readonly from: GenerationId | null;
  readonly to: GenerationId;
  /** So much of the traffic `to` would have; absent: all. */
  readonly percent?: number;
}

/** Rows of blocks. */
export const groupings = ['zone', 'type', 'age', 'image'] as const;
export type Grouping = (typeof groupings)[number];

export const chipKinds = ['state', 'zone', 'type', 'tag'] as const;
export type ChipKind = (typeof chipKinds)[number];

export interface BlockFilter {
  /** Of another fleet it says nothing. */
  readonly fleet: FleetId;
  readonly text: string;
  readonly chips: Readonly<Record<ChipKind, readonly string[]>>;
}

/** A note as it is sent: with the same id it is the same note, however often it is sent. */
export interface SentNote {
  readonly id: string;
  readonly text: string;
}

/** What is typed of a note and not kept yet. */
export interface NoteDraft {
  readonly text: string;
  /** As it was sent last, and nobody knows whether it was kept; null: it was not. */
  readonly sent: SentNote | null;
}

/** What becomes of a link that was opened. */
export type LinkState =
  | { readonly kind: 'going'; readonly place: LinkPlace }
  /** Somebody is in the middle of something. */
  | { readonly kind: 'offered'; readonly place: LinkPlace; readonly because: string }
  | { readonly kind: 'refused'; readonly fault: Pick<Fault, 'message' | 'todo'> };

export interface ViewState {
  readonly screen: Screen;
  /** Chosen, or pinned as the only one. */
  readonly fleet: FleetId | null;
  /** There were several to choose from: none of them is shown by itself, also when one is left. */
  readonly isFleetList: boolean;
  /** Name of the chosen fleet since it is not seen any more. */
  readonly lostFleet: string | null;
  readonly block: BlockId | null;
  /** The generation the operator picked for the second lane, where more than two are alive. */
  readonly lane: GenerationId | null;
  readonly isTable: boolean;
  /** Kept for as long as the window is there, whatever it shows meanwhile. */
  readonly grouping: Grouping;
  readonly isFilterOpen: boolean;
  /** Of the fleet that it names. */
  readonly blockFilter: BlockFilter | null;
  readonly isInspectorOpen: boolean;
  readonly dialog: OpenDialog | null;
  /** Gets the focus as soon as it is there, and is not pressed. */
  readonly lead: Anchor | null;
  readonly link: LinkState | null;
  readonly assumed: Assumed | null;
  readonly told: ToldControl | null;
  readonly flow: Flow | null;
  /** The last thing that was refused or failed, until dismissed or overtaken by a new press. */
  readonly fault: Fault | null;
  /** A revert that was refused: only its dismissal or a later switch of the fleet takes its place. */
  readonly revertFault: { readonly fleet: FleetId; readonly fault: Fault } | null;
  /** The action that moves traffic and that a check of permissions found to be denied, to whom. */
  readonly deniedWayBack: { readonly action: string; readonly actor: string } | null;
  /** The failed revert that was put away. */
  readonly dismissedRevert: RolloutId | null;
  /** The revert whose reason was given, or not asked for any more. */
  readonly reasonPutAway: RolloutId | null;
  /** By what they are about, as a text: they outlive the screen that they are typed on. */
  readonly noteDrafts: Readonly<Record<string, NoteDraft>>;
  /** Whose record is open on the timeline. */
  readonly record: RolloutId | null;
  /** The two that were compared last, with an answer. */
  readonly compared: readonly [string, string] | null;
  readonly compareWhat: 'images' | 'generations';
  /** Looked up by their ids: no fleet of the yard runs them. */
  readonly compareFound: readonly Image[];
  readonly compareA: ImageId | null;
  readonly compareB: ImageId | null;
  /** Generations of the fleet in view. */
  readonly compareOld: GenerationId | null;
  readonly compareNew: GenerationId | null;
}

/** What was picked in one yard means nothing in the next. */
export const nothingChosen = {
  fleet: null,
  isFleetList: false,
  lostFleet: null,
  block: null,
  lane: null,
  isInspectorOpen: false,
  dialog: null,
  lead: null,
  flow: null,
  fault: null,
  revertFault: null,
  deniedWayBack: null,
  record: null,
  compared: null,
  compareFound: [],
  compareA: null,
  compareB: null,
  compareOld: null,
  compareNew: null,
} as const satisfies Partial<ViewState>;

export type ViewStore = StoreApi<ViewState>;

export function createViewStore(initial: Partial<ViewState> = {}): ViewStore {
  return createStore<ViewState>(() => ({
    screen: 'fleet',
    isTable: false,
    grouping: 'zone',
    isFilterOpen: false,
    blockFilter: null,
    link: null,
    assumed: null,
    told: null,
    dismissedRevert: null,
    reasonPutAway: null,
    noteDrafts: {},
    compareWhat: 'images',
    ...nothingChosen,
    ...initial,
  }));
}
