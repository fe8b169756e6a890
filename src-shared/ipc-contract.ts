/**
 * The whole surface between window and main process, as one value. The main side, the preload's
 * bridge, the renderer's client and the test double are all derived from it; adding a call is one line.
 */
import * as z from 'zod';
import {
  appearanceListSchema,
  appearanceProgressSchema,
  appearanceReportSchema,
  pictureKindSchema,
} from './appearance-schema.ts';
import { recordedAuditSchema } from './audit.ts';
import {
  awsConnectionSchema,
  awsIdentitySchema,
  awsProfilesSchema,
  safetySchema,
} from './aws-connection.ts';
import { dataWishSchema } from './data-note-schema.ts';
import { behaviourReportSchema, sampleOrderSchema } from './behaviour-schema.ts';
import {
  blockIdSchema,
  fleetIdSchema,
  generationIdSchema,
  imageIdSchema,
  rolloutIdSchema,
  yardIdSchema,
} from './id-schemas.ts';
import { findingsSchema } from './findings-schema.ts';
import { imageSchema } from './image.ts';
import { leftObjectSchema } from './left-object.ts';
import {
  contentsProgressSchema,
  contentsReportSchema,
  fileChangeSchema,
  fileDifferenceSchema,
  fileRowsSchema,
  packageRowsSchema,
} from './contents.ts';
import { contentsSides } from './contents-words.ts';
import { disksReportSchema } from './disk-blocks.ts';
import { mfaCodePattern } from './mfa-code.ts';
import { longestNote } from './note.ts';
import { noteOrderSchema } from './note-schema.ts';
import { openedLinkSchema } from './opened-link-schema.ts';
import { openedReleaseSchema } from './opened-release.ts';
import { panelEventSchema, panelSnapshotSchema, settingsSchema } from './panel.ts';
import { permissionSchema } from './permission.ts';
import { comparisonSchema, planSchema } from './plan.ts';
import { preflightFactsSchema } from './preflight-facts-schema.ts';
import { rehearsalSchema } from './rehearsal-schema.ts';
import { saidWordSchema } from './handover-schema.ts';
import { controlChangeSchema } from './release-schema.ts';
import type { Result } from './result.ts';
import { wishSchema } from './wish-schema.ts';
import { yardSettingsChangeSchema } from './yard-settings-schema.ts';

function call<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return { input, output };
}

const nothing = z.null();

/** Epoch milliseconds of the press on the window's clock; main uses it to measure press to answer. */
const press = { pressedAtMs: z.number() };
/**
 * The yard that was on screen when it was said. Fleets of two yards can have the same name, and the
 * window may have moved on to another yard while an order was on its way.
 */
const inYard = { yard: yardIdSchema };
/** A comparison of contents, named by the window; another one ends it. */
const inJob = { job: z.string().min(1).max(64) };
const rowsAsked = {
  ...inJob,
  filter: z.string().max(500),
  from: z.number().int().nonnegative(),
  count: z.number().int().min(1).max(500),
};
const mfaCode = z.string().regex(mfaCodePattern).nullable();

export const calls = {
  'panel.snapshot': call(nothing, panelSnapshotSchema),
  'rollout.plan': call(z.object({ ...inYard, fleet: fleetIdSchema, wish: wishSchema }), planSchema),
  /**
   * What the preflight of a release or a cutover has to know and no look shows, asked of the yard now: reads
   * and real requests, nothing is changed. Rights are asked by `yard.permissions`, with a press.
   */
  'preflight.ask': call(
    z.object({ ...inYard, fleet: fleetIdSchema, wish: wishSchema }),
    preflightFactsSchema,
  ),
  /** Begins it; progress and outcome arrive as events. A second press of the same wish answers the same rollout. */
  'rollout.begin': call(
    z.object({ ...inYard, fleet: fleetIdSchema, wish: wishSchema, ...press }),
    rolloutIdSchema,
  ),
  /** Apart from `rollout.begin` all the way down: it waits for nothing. */
  'rollout.revert': call(
    z.object({ ...inYard, fleet: fleetIdSchema, to: generationIdSchema, ...press }),
    rolloutIdSchema,
  ),
  /** Said to a running change, whoever runs it: its owner does what the yard then says. */
  'rollout.control': call(
    z.object({
      ...inYard,
      fleet: fleetIdSchema,
      rollout: rolloutIdSchema,
      change: z.discriminatedUnion('kind', [
        ...controlChangeSchema.options,
        ...saidWordSchema.options,
      ]),
    }),
    nothing,
  ),
  /** What its record says, also of a rollout that runs; read from the disk of this computer. */
  'rollout.record': call(z.object({ ...inYard, rollout: rolloutIdSchema }), recordedAuditSchema),
  /** Asks where to, and writes it there as JSON. Answers the path, or null when nothing was chosen. */
  'rollout.save-record': call(
    z.object({ ...inYard, rollout: rolloutIdSchema }),
    z.string().nullable(),
  ),
  /** A note of the person who sits here, kept in the yard for everybody. It changes no fleet. */
  'timeline.annotate': call(
    z.object({
      ...inYard,
      /** With the same id it is the same note: an answer that got lost costs no second one. */
      ...noteOrderSchema.omit({ by: true }).shape,
      text: z.string().trim().min(1).max(longestNote),
    }),
    nothing,
  ),
  /** All that is on the timeline, asked where to and written there. Answers the path, or null when nothing was chosen. */
  'timeline.save': call(
    z.object({ ...inYard, format: z.enum(['jsonl', 'markdown']) }),
    z.string().nullable(),
  ),
  /** Asks for it, and finds what it names. Nothing is sent; null when nothing was chosen. */
  'release.open-file': call(z.object(inYard), openedReleaseSchema.nullable()),
  'image.choose': call(z.object(inYard), imageSchema.nullable()),
  'image.import': call(z.object({ ...inYard, path: z.string().min(1).max(4096) }), imageSchema),
  /** By its id, as pasted: also one that no fleet runs. */
  'image.find': call(z.object({ ...inYard, image: imageIdSchema }), imageSchema),
  /** Read from the yard now where it can be, which on AWS takes two calls for each. */
  'image.compare': call(
    z.object({ ...inYard, a: imageIdSchema, b: imageIdSchema }),
    comparisonSchema,
  ),
  /**
   * What two images consist of, read in a thread of its own; how far it is comes as events. What was found stays
   * there and is asked for by parts, until it is stopped or another one is read.
   */
  'contents.read': call(
    z.object({ ...inYard, ...inJob, a: imageIdSchema, b: imageIdSchema }),
    contentsReportSchema,
  ),
  'contents.stop': call(z.object(inJob), nothing),
  'contents.files': call(
    z.object({ ...rowsAsked, change: fileChangeSchema.nullable() }),
    fileRowsSchema,
  ),
  'contents.packages': call(z.object(rowsAsked), packageRowsSchema),
  /** One changed file, by its row. */
  'contents.file': call(
    z.object({ ...inJob, row: z.number().int().nonnegative() }),
    fileDifferenceSchema,
  ),
  /** Asks for a list of packages of one side, and reads it. Null when nothing was chosen. */
  'contents.give-packages': call(
    z.object({ ...inJob, side: z.enum(contentsSides) }),
    contentsReportSchema.nullable(),
  ),
  /** Which blocks of the disks behind two images differ, asked of the yard by a press; charged on AWS. Progress as of contents. */
  'disks.read': call(
    z.object({ ...inYard, ...inJob, a: imageIdSchema, b: imageIdSchema }),
    disksReportSchema,
  ),
  'disks.stop': call(z.object(inJob), nothing),
  /** Read from the yard now, which on AWS takes about seven calls for each. */
  'generation.compare': call(
    z.object({ ...inYard, fleet: fleetIdSchema, a: generationIdSchema, b: generationIdSchema }),
    comparisonSchema,
  ),
  /**
   * How two generations look and answer, by a process of its own; how far it is comes as events. Another one, or its
   * stop, ends it.
   */
  'appearance.compare': call(
    z.object({
      ...inYard,
      ...inJob,
      fleet: fleetIdSchema,
      a: generationIdSchema,
      b: generationIdSchema,
      list: appearanceListSchema,
    }),
    appearanceReportSchema,
  ),
  'appearance.stop': call(z.object(inJob), nothing),
  /** The same sample requests to two generations; how far it is comes as events. Another one, or its stop, ends it. */
  'behaviour.compare': call(
    sampleOrderSchema.extend({ ...inYard, ...inJob }),
    behaviourReportSchema,
  ),
  'behaviour.stop': call(z.object(inJob), nothing),
  /** A PNG of a comparison whose pictures are still there. */
  'appearance.picture': call(
    z.object({
      run: appearanceReportSchema.shape.run,
      shot: z.number().int().nonnegative(),
      kind: pictureKindSchema,
    }),
    z.instanceof(Uint8Array),
  ),
  /** What the engine finds of the same two sides: facts and texts, and what was compared here besides. */
  'findings.ask': call(
    z.object({ ...inYard, fleet: fleetIdSchema, a: generationIdSchema, b: generationIdSchema }),
    findingsSchema,
  ),
  /**
   * What was found, of a record or of two sides as they are now: asked where to, and written there. Answers the path,
   * or null when nothing was chosen.
   */
  'findings.save': call(
    z.object({
      ...inYard,
      of: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('record'), rollout: rolloutIdSchema }),
        z.object({
          kind: z.literal('generations'),
          fleet: fleetIdSchema,
          a: generationIdSchema,
          b: generationIdSchema,
        }),
        z.object({ kind: z.literal('images'), a: imageIdSchema, b: imageIdSchema }),
      ]),
      format: z.enum(['markdown', 'html']),
    }),
    z.string().nullable(),
  ),
  /** Asked of the yard now, about twenty calls on AWS; nothing is changed. */
  'yard.permissions': call(
    z.object({ ...inYard, fleet: fleetIdSchema.nullable() }),
    z.array(permissionSchema),
  ),
  /** Read from the yard now, which on AWS takes some calls; nothing is removed. */
  'fleet.left-objects': call(
    z.object({ ...inYard, fleet: fleetIdSchema }),
    z.array(leftObjectSchema),
  ),
  /** Cut over and reverted on an entry of its own; the live one is not touched. Answers when that is put away. */
  'fleet.rehearse': call(
    z.object({
      ...inYard,
      fleet: fleetIdSchema,
      away: generationIdSchema,
      back: generationIdSchema,
    }),
    rehearsalSchema,
  ),
  'block.log': call(
    z.object({ ...inYard, fleet: fleetIdSchema, block: blockIdSchema }),
    z.object({ lines: z.array(z.string()), droppedBytes: z.number() }),
  ),
  /** Requests wait at the entry from now on, for a while; or they are let in. */
  'entry.pause': call(
    z.object({ ...inYard, fleet: fleetIdSchema, isPaused: z.boolean() }),
    nothing,
  ),
  /** What a generation does to shared data, as a person knows it. */
  'generation.note-data': call(
    z.object({
      ...inYard,
      fleet: fleetIdSchema,
      generation: generationIdSchema,
      note: dataWishSchema,
    }),
    nothing,
  ),
  'sample-traffic.set': call(
    z.object({ ...inYard, fleet: fleetIdSchema, isOn: z.boolean() }),
    nothing,
  ),
  /** The sample's fleet whose blocks fetch their work, beside the others. */
  'sample-runners.add': call(z.object(inYard), nothing),
  /** Shows another yard; what runs in the one before goes on. The window then asks for a snapshot. */
  'yard.choose': call(z.object(inYard), nothing),
  /** Starts its host, or opens it again after it could not be opened. */
  'yard.start': call(z.object(inYard), nothing),
  'yard.stop': call(z.object(inYard), nothing),
  'yard.settings': call(
    z.object({
      ...inYard,
      change: yardSettingsChangeSchema,
    }),
    nothing,
  ),
  'aws.profiles': call(nothing, awsProfilesSchema),
  /** Asks AWS who would act, and keeps nothing. */
  'aws.try': call(z.object({ connection: awsConnectionSchema, mfaCode }), awsIdentitySchema),
  /**
   * Keeps it as a yard of its own and pins the account, which must still be the one that was shown.
   * One that is kept already is answered as it is.
   */
  'aws.connect': call(
    z.object({
      connection: awsConnectionSchema,
      safety: safetySchema,
      accountId: z.string().regex(/^\d{12}$/u),
      mfaCode,
    }),
    yardIdSchema,
  ),
  /** Its records stay; refused while a change of ours runs there. */
  'aws.forget': call(z.object(inYard), nothing),
  'aws.sign-in': call(z.object({ ...inYard, mfaCode }), nothing),
  'settings.set': call(settingsSchema, nothing),
  /** The whole text of an export, as it would be saved. Nothing leaves this computer by it. */
  'diagnostics.preview': call(nothing, z.string()),
  /** Asks where to, and writes there what was shown last. Answers the path, or null when nothing was chosen. */
  'diagnostics.save': call(nothing, z.string().nullable()),
  /** Opens the entry or a preview address of a known fleet in the browser; never any other address. */
  'fleet.open': call(
    z.object({ ...inYard, fleet: fleetIdSchema, generation: generationIdSchema.nullable() }),
    nothing,
  ),
  /** Opens the page of a known block, group or load balancer in the console of AWS; never any other address. */
  'console.open': call(
    z.object({
      ...inYard,
      fleet: fleetIdSchema,
      target: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('block'), block: blockIdSchema }),
        z.object({
          kind: z.enum(['group', 'scaling-group']),
          generation: generationIdSchema,
        }),
        z.object({ kind: z.literal('entry') }),
      ]),
    }),
    nothing,
  ),
} as const;

export const menuItems = ['open-release-file', 'palette', 'sheet'] as const;

export const events = {
  'panel.event': panelEventSchema,
  'contents.progress': contentsProgressSchema.extend(inJob),
  'appearance.progress': appearanceProgressSchema.extend(inJob),
  'behaviour.progress': appearanceProgressSchema.extend(inJob),
  /** The system was asked to open a link of ours: the window leads there, and nothing else. */
  'link.opened': openedLinkSchema,
  /** Of the menu on top of a Mac's screen; elsewhere the window has none. */
  'menu.pressed': z.enum(menuItems),
  /** A notification or the tray leads there. It shows and focuses; nothing is pressed by it. */
  'view.asked': z.object({
    ...inYard,
    fleet: fleetIdSchema.nullable(),
    focus: z.enum(['revert']).nullable(),
  }),
} as const;

export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>;
/** The same, parsed: what a handler gets. */
export type CallOrder<Name extends CallName> = z.output<(typeof calls)[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;

/** What the preload exposes as `window.blockyard`: one function per call, listeners with unsubscribe. */
export type Bridge = {
  readonly call: {
    readonly [Name in CallName]: (input: CallInput<Name>) => Promise<Result<CallOutput<Name>>>;
  };
  readonly on: {
    readonly [Name in EventName]: (listener: (payload: EventPayload<Name>) => void) => () => void;
  };
};
