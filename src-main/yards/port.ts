/**
 * The one door to a place where fleets live. Adding a yard means one new folder behind this port
 * and one registration; engine and window read `capabilities`, never the kind.
 *
 * Every effect takes a token: a yard performs the same token at most once and answers a repeat
 * with the first receipt (rule 7). An effect that ends in `unknown-outcome` may have happened.
 */
import type { YardCapabilities } from '../../src-shared/capabilities-schema.ts';
import type { Fact, Fleet, Intent, Recipe, Rollout, Step } from '../../src-shared/fleet.ts';
import type {
  BlockId,
  FleetId,
  GenerationId,
  ImageId,
  RolloutId,
  Token,
  YardId,
} from '../../src-shared/ids.ts';
import type { Image } from '../../src-shared/image.ts';
import type { Note, NoteOrder } from '../../src-shared/note-schema.ts';
import type { LeftObject } from '../../src-shared/left-object.ts';
import type { Room } from '../../src-shared/preflight-facts-schema.ts';
import type { Permission } from '../../src-shared/permission.ts';
import type { Rehearsal } from '../../src-shared/rehearsal-schema.ts';
import type { ReleaseChecks, ReleaseMemory, Word } from '../../src-shared/release-schema.ts';
import type { Result } from '../../src-shared/result.ts';
import type { DataOrder } from './data-order.ts';
import type { DiskReader } from './disk-reader.ts';
import type { Measures, MeasuresOrder } from './measures.ts';

/** What a yard says about itself at one moment. `observedAtMs` is the yard's reading, not ours. */
export interface YardObservation {
  readonly observedAtMs: number;
  /**
   * Monotonic, on the panel's clock: when the look began, in a yard that answers with one that already
   * ran. What was read early in it is as old as this. Without it the look began with the question.
   */
  readonly begunAtMs?: number;
  readonly fleets: readonly Fleet[];
  readonly images: readonly Image[];
  /** Newest last; what happened without being asked for: blocks that died, gaps, quarantines. */
  readonly notices: readonly YardNotice[];
  /** What people wrote, the newest 100 of all fleets, oldest first; absent: an earlier host, which keeps none. */
  readonly notes?: readonly Note[] | undefined;
  /** Why what is shown is not on the yard's disk: its end would undo it. Null or absent while all is saved. */
  readonly notSavedBecause?: string | null | undefined;
}

export interface YardNotice {
  readonly id: string;
  readonly atMs: number;
  readonly fleet: FleetId | null;
  readonly severity: 'info' | 'warning' | 'trouble';
  readonly text: string;
}

export interface RouteOrder {
  readonly fleet: FleetId;
  readonly weights: readonly { readonly generation: GenerationId; readonly weight: number }[];
  /** `any` only for a revert: it goes whatever the split has become (rule 5). */
  readonly expectedRevision: number | 'any';
  /** What the fleet's way back is after this write; null when there is none. */
  readonly previous: GenerationId | null;
  /** The rollout on whose behalf this is written; a revert ends any other. */
  readonly rollout: RolloutId;
  readonly overtake: boolean;
  readonly token: Token;
}

export interface PauseOrder {
  readonly fleet: FleetId;
  readonly isPaused: boolean;
  /** Who says it, for people. */
  readonly by: string;
  /** It ends by itself after this; after `usualPauseMs` when not said. */
  readonly forMs?: number;
}

export interface RehearsalOrder {
  readonly fleet: FleetId;
  /** Cut over to `away` and reverted to `back`. */
  readonly away: GenerationId;
  readonly back: GenerationId;
  /** Who says it, for people. */
  readonly by: string;
}

/** `add`: the sample's fleet whose blocks fetch their work. Else its queue is filled, or not. */
export type SampleOrder =
  | { readonly kind: 'add' }
  | { readonly kind: 'work'; readonly fleet: FleetId; readonly isOn: boolean };

export interface RouteReceipt {
  readonly revision: number;
  /** Of the swap, on the yard's clock. */
  readonly atMs: number;
  /** The rollout this write ended, if it overtook one. */
  readonly overtook: RolloutId | null;
}

/** A traffic write that moves nothing: the entry lists the generation at weight 0 from then on. */
export interface AttachOrder {
  readonly fleet: FleetId;
  readonly generation: GenerationId;
  readonly expectedRevision: number;
  readonly rollout: RolloutId;
  readonly token: Token;
}

export interface LaunchGenerationOrder {
  readonly fleet: FleetId;
  readonly number: number;
  readonly image: ImageId;
  readonly recipe: Recipe;
  /** Whose recipe that is, where another generation than the newest was asked for: for yards that read it there. */
  readonly recipeOf?: GenerationId | undefined;
  readonly size: number;
  readonly rollout: RolloutId;
  readonly epoch: number;
  readonly token: Token;
}

export interface LaunchBlockOrder {
  readonly fleet: FleetId;
  readonly generation: GenerationId;
  readonly replaces: BlockId;
  readonly rollout: RolloutId;
  readonly epoch: number;
  readonly token: Token;
}

export interface AddBlockOrder {
  readonly fleet: FleetId;
  readonly generation: GenerationId;
  /** How many blocks the generation is meant to have with this one. */
  readonly size: number;
  readonly rollout: RolloutId;
  readonly epoch: number;
  readonly token: Token;
}

export interface BlockOrder {
  readonly fleet: FleetId;
  readonly block: BlockId;
  /** How many its generation is meant to have without this one; absent where it keeps its size. */
  readonly size?: number;
  readonly rollout: RolloutId;
  readonly epoch: number;
  readonly token: Token;
}

export interface GenerationOrder {
  readonly fleet: FleetId;
  readonly generation: GenerationId;
  readonly rollout: RolloutId;
  readonly epoch: number;
  readonly token: Token;
}

export interface AdoptOrder extends GenerationOrder {
  /** That it keeps from then on. */
  readonly number: number;
}

/** One real request through the entry (or a generation's preview), as a client would make it. */
export interface ProbeAnswer {
  readonly status: number;
  readonly generation: GenerationId | null;
  readonly latencyMs: number;
}

/** One real request to one generation, and whether its answer is as it should be. */
export interface CheckedAnswer extends ProbeAnswer {
  /** Null where no text was looked for. */
  readonly hasText: boolean | null;
}

export interface ControlOrder {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
  readonly change: Word;
  /** Who says it, for people. */
  readonly by: string;
}

/** What the owner of a rollout lets the others know. */
export interface OwnersWord {
  /** What a successor has to know of a release. */
  readonly memory?: ReleaseMemory;
  /** What it is at, for people. */
  readonly step?: Step;
}

export interface ClaimOrder {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
  readonly intent: Intent;
  readonly owner: Rollout['owner'];
  readonly leaseMs: number;
  /** 1 for a new rollout; the last seen epoch + 1 to take one over: after its lease, or when it was handed over. */
  readonly epoch: number;
}

/** What is read together, and is unread together. */
export interface OfPart {
  readonly part: string;
}

/** What a generation is made from. Texts come masked: no secret leaves the yard. */
export interface GenerationFacts {
  readonly label: string;
  readonly image: Image | null;
  readonly facts: readonly (Fact & OfPart)[];
  /** Longer texts, compared line by line: `Launch template`, `User data`. */
  readonly texts: readonly ({ readonly title: string; readonly text: string } & OfPart)[];
  /** What could not be read, each as one sentence. */
  readonly missing: readonly string[];
  /** Parts that could not be read: that nothing is told of them does not mean that there is nothing. */
  readonly unread: readonly string[];
}

export interface ImageFacts {
  readonly image: Image;
  /** What could not be read, each as one sentence. */
  readonly missing: readonly string[];
}

/** Reads, as lines for a shell; all empty where there is no other client than ours. */
export interface SightCommands {
  /** Of the blocks of one generation, as the yard itself judges it. */
  readonly health: readonly string[];
  /** Wait until all of them are in service, and fail when they do not become so. */
  readonly inService: readonly string[];
  /** Of the whole entry. */
  readonly split: readonly string[];
}

/** Of something that is too large for one answer. */
export interface Piece {
  readonly data: Uint8Array;
  /** Of the whole, in bytes: it ends where the pieces have reached it. */
  readonly totalBytes: number;
}

export interface BlockLog {
  readonly lines: readonly string[];
  readonly droppedBytes: number;
}

export interface Yard {
  readonly id: YardId;
  readonly name: string;
  readonly capabilities: YardCapabilities;
  /** When a person has to sign in again, epoch milliseconds; null: not known. Absent where nobody signs in. */
  readonly signInByMs?: () => number | null;

  observe(): Promise<Result<YardObservation>>;
  /** Called soon after something changed, coalesced; never a reason to skip `observe`. */
  onChange(listener: () => void): () => void;

  /** Intent, epoch and lease in the yard itself: one rollout per fleet at a time. */
  claim(order: ClaimOrder): Promise<Result<Rollout>>;
  /** @param told by its owner; of each the yard keeps the last. */
  renew(
    fleet: FleetId,
    rollout: RolloutId,
    epoch: number,
    leaseMs: number,
    told?: OwnersWord,
  ): Promise<Result<null>>;
  /**
   * Kept with the running rollout, whoever owns it; the same again changes at most when it was said. `conflict` when another
   * one runs or none, and when `whyNotSaid` (handover.ts). A takeover keeps what was said.
   */
  control(order: ControlOrder): Promise<Result<null>>;
  finish(fleet: FleetId, rollout: RolloutId, epoch: number): Promise<Result<null>>;
  /**
   * Adds a note of a person to what the yard keeps, for every panel; none is ever changed or removed. It changes no
   * fleet, so it claims nothing. The same id again is the same note.
   */
  annotate(order: NoteOrder): Promise<Result<Note>>;

  /** Refused (`conflict`) when `rollout` does not hold the fleet, unless it overtakes; when the revision has moved on. */
  route(order: RouteOrder): Promise<Result<RouteReceipt>>;
  /**
   * Lets requests wait at the entry, or lets them in; `refused` without `canHold`. No rollout and no token:
   * it moves no traffic, it ends by itself, and said twice it is the same pause from the second time on.
   */
  pauseEntry(order: PauseOrder): Promise<Result<null>>;
  /**
   * Kept with the fleet, also of a generation that is retired; `refused` without `notesData`. No rollout and no token: it
   * changes nothing that runs, and said twice it is the same note.
   */
  noteData(order: DataOrder): Promise<Result<null>>;
  /**
   * Tries a cutover and its revert on an entry of its own over the same blocks, with real requests, and puts it away;
   * `refused` with `whyNotRehearsed`. It moves no live traffic, so it has no rollout and no token, holds nothing up, and is
   * broken off by whatever does. What came of it is kept with the fleet. Pressed again meanwhile it is the same one.
   */
  rehearse(order: RehearsalOrder): Promise<Result<Rehearsal>>;
  /** Nothing but a sample, to look at and to try; `refused` without `sampleTraffic`. */
  sample(order: SampleOrder): Promise<Result<null>>;
  /**
   * For generations with `isAttached: false`. Faults as of `route`; `conflict` also when anything but
   * this attachment is new since `expectedRevision`, so that the receipt's revision is safe to go on with.
   */
  attach(order: AttachOrder): Promise<Result<RouteReceipt>>;
  launchGeneration(order: LaunchGenerationOrder): Promise<Result<GenerationId>>;
  launchBlock(order: LaunchBlockOrder): Promise<Result<BlockId>>;
  /**
   * One more, in the lowest slot that is free; the generation's size becomes the order's with it. Refused
   * (`conflict`) when the size before is another than one less: somebody else has changed it.
   */
  addBlock(order: AddBlockOrder): Promise<Result<BlockId>>;
  /**
   * Takes the block out of service, waits for what it is answering, ends it, forgets it. With a `size` the
   * generation has that from the moment on in which the block leaves service; refused (`conflict`) when it
   * is not one less than before.
   */
  terminateBlock(order: BlockOrder): Promise<Result<null>>;
  /** Drains and ends every block of a generation; the record stays. Refused when it has traffic at that moment. */
  retireGeneration(order: GenerationOrder): Promise<Result<null>>;
  /**
   * Writes down the recipe of a foreign generation and marks it and its blocks as ours; nothing running is changed. `refused`,
   * and nothing written, when its blocks differ or are not its alone.
   */
  adoptGeneration(order: AdoptOrder): Promise<Result<null>>;
  /** Drains every block and stops it, whole, to be started again. Refused when it has traffic at that moment; only with `canStop`. */
  stopGeneration(order: GenerationOrder): Promise<Result<null>>;
  /** Starts them again and puts them into the entry at weight 0. */
  startGeneration(order: GenerationOrder): Promise<Result<null>>;

  /** What `route` would send, one line for a shell per write; empty where there is no other client. */
  routeCommands(order: Pick<RouteOrder, 'fleet' | 'weights'>): readonly string[];
  attachCommands(order: Pick<AttachOrder, 'fleet' | 'generation'>): readonly string[];
  /**
   * What of the entry is different from when its split had this revision, in sentences; empty where that
   * is not remembered or nothing else than the split can change. For revisions that tell a reader nothing.
   */
  differenceSince(fleet: FleetId, revision: number): readonly string[];
  /** Everything that can be compared of a generation, read now. */
  describeGeneration(fleet: FleetId, generation: GenerationId): Promise<Result<GenerationFacts>>;
  /** An image by its id, read now where it can be; with `findsImages` also one that no fleet runs. */
  describeImage(image: ImageId): Promise<Result<ImageFacts>>;
  /**
   * What the image consists of, as src-shared/image-list.ts writes it, from byte `from` on, at most 512 KiB. As
   * it lies there: whoever has all of it checks that its SHA-256 is the image's id. `refused` without `readsImages`.
   */
  imageList(image: ImageId, from: number): Promise<Result<Piece>>;
  /** The same of one of its files, whose digest the list tells. Links are not followed. */
  imageFile(image: ImageId, path: string, from: number): Promise<Result<Piece>>;

  /** Only with `comparesDisks`. */
  readonly disks?: DiskReader | undefined;

  /** What generations have left behind beside their blocks, read now; empty where nothing stays. Nobody removes it. */
  leftObjects(fleet: FleetId): Promise<Result<readonly LeftObject[]>>;

  sightCommands(fleet: FleetId, generation: GenerationId): SightCommands;
  /** What whoever acts may do, by reads and dry runs alone. Null: of no fleet in particular. */
  checkPermissions(fleet: FleetId | null): Promise<Result<readonly Permission[]>>;

  /**
   * What was measured of generations over whole periods, in one read; the newest may be minutes old. Only with
   * `measuredBy`. Faults: `refused` where this entry is not measured.
   */
  measures(order: MeasuresOrder): Promise<Result<Measures>>;
  probe(fleet: FleetId, through: 'entry' | GenerationId): Promise<Result<ProbeAnswer>>;
  /**
   * Past the split: at the generation's own address, or by a way that is made for it; only with `previewAddress`.
   * @param rollout on whose behalf such a way may be made; without one nothing is changed, and what cannot be asked
   * so is `refused`. It is taken away again when traffic moves and when the rollout is finished.
   */
  check(
    fleet: FleetId,
    generation: GenerationId,
    checks: Pick<ReleaseChecks, 'path' | 'text' | 'withinMs'>,
    rollout?: RolloutId,
  ): Promise<Result<CheckedAnswer>>;
  /**
   * That blocks can be started from it now, and how that was seen, as the end of a sentence. Faults: `not-found`
   * and `damaged`; any other says nothing about the image.
   */
  proveImage(image: ImageId): Promise<Result<string>>;
  /** What there is to start more blocks with; `refused` where nobody can tell. */
  room(): Promise<Result<Room>>;
  importImage(path: string): Promise<Result<Image>>;
  blockLog(fleet: FleetId, block: BlockId): Promise<Result<BlockLog>>;
}
