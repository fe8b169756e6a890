/** What the main process tells the window: one snapshot first, deltas after. */
import * as z from 'zod';
import { keptListsSchema } from './appearance-schema.ts';
import { accountLoadSchema } from './account-load.ts';
import { safetySchema } from './aws-connection.ts';
import { yardCapabilitiesSchema } from './capabilities-schema.ts';
import { denialSchema } from './denial.ts';
import { fleetSchema, intentSchema } from './fleet.ts';
import { ownerSchema } from './handover-schema.ts';
import { fleetIdSchema, rolloutIdSchema, yardIdSchema } from './id-schemas.ts';
import { imageSchema } from './image.ts';
import { markerDeclarationSchema } from './marker.ts';
import { faultSchema } from './fault-schema.ts';
import { heardOpinionSchema } from './opinion-schema.ts';
import { controlChangeSchema } from './release-schema.ts';
import { shortcutSettingsSchema } from './shortcut-settings-schema.ts';
import { rememberedYards } from './sizes.ts';
import { trafficSchema } from './traffic.ts';
import { testEntriesSchema } from './test-entry.ts';
import { workerFleetsSchema } from './worker-fleets.ts';

/** How fresh what we show is. Every state but `live` greys the data; whatever is old says its age. */
export const yardLinkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({
    kind: z.literal('live'),
    /** Set when what is shown is more than ten seconds old, although no look is late: of when it is. */
    asOfMs: z.number().optional(),
  }),
  /** Was there, is not answering: reads fail, the traffic may well go on. */
  z.object({
    kind: z.literal('stale'),
    sinceMs: z.number(),
    reason: z.string(),
    /** Looking is not allowed: what would allow it. */
    denial: denialSchema.optional(),
  }),
  /** The host process is gone and so are its entries and blocks. */
  z.object({ kind: z.literal('gone'), sinceMs: z.number(), reason: z.string() }),
  z.object({ kind: z.literal('stopped') }),
  /** A host that speaks another protocol version: can be watched by its own version only. */
  z.object({ kind: z.literal('incompatible'), reason: z.string() }),
  /** The credentials have ended or were refused. Nothing is asked until a person signs in. */
  z.object({
    kind: z.literal('signed-out'),
    sinceMs: z.number(),
    reason: z.string(),
    /** A code of a one-time password device is needed. */
    needsMfa: z.boolean(),
  }),
  /** It could not be opened at all. */
  z.object({ kind: z.literal('failed'), sinceMs: z.number(), fault: faultSchema }),
]);

export const timelineEventSchema = z.object({
  id: z.string(),
  atMs: z.number(),
  fleet: fleetIdSchema.nullable(),
  rollout: rolloutIdSchema.nullable(),
  severity: z.enum(['info', 'success', 'warning', 'trouble']),
  title: z.string(),
  detail: z.string(),
  by: z.string(),
  /** A person wrote it; the title is all of it. */
  isNote: z.literal(true).optional(),
});

/** What of a release or a retirement is behind it, what it is at, and what it can be told now. */
export const courseSchema = z.object({
  phases: z.array(
    z.object({
      name: z.enum(['launch', 'prove', 'press', 'shift', 'bake', 'quiet', 'undo', 'end']),
      /** `Prove in isolation`, `25 % of the traffic` */
      title: z.string(),
      state: z.enum(['done', 'now', 'ahead']),
    }),
  ),
  isHeld: z.boolean(),
  /** What can be said to it now; `pass` with the place that it then passes. */
  offers: z.array(controlChangeSchema),
  /** Milliseconds that what it is at still takes when all goes well; null: nobody knows. */
  leftMs: z.number().nullable(),
  /** The second opinion on a release; absent where none is asked for. */
  opinion: heardOpinionSchema.optional(),
});

/** Out of the same function that decides: the screen cannot tell another story than the engine. */
export const progressSchema = z.object({
  fleet: fleetIdSchema,
  rollout: rolloutIdSchema,
  intent: intentSchema,
  /** 0..1, of weighted steps. */
  value: z.number(),
  title: z.string(),
  waitingBecause: z.string().nullable(),
  course: courseSchema.optional(),
  /** Its panel ended and another one, or the same anew, goes on; absent else, and where it was handed over. */
  takenUp: z
    .object({
      /** So long nobody carried it at most, in milliseconds; absent: not known. */
      unwatchedMs: z.number().nonnegative().optional(),
    })
    .optional(),
});

/** The end of the last rollout of a fleet, until the next begins. */
export const outcomeSchema = z.object({
  fleet: fleetIdSchema,
  rollout: rolloutIdSchema,
  intent: intentSchema,
  atMs: z.number(),
  kind: z.enum(['verified', 'accepted', 'done', 'stopped', 'failed', 'overtaken', 'handed-over']),
  text: z.string(),
  /** Press to first response by the wanted generation, where it was measured. */
  firstResponseMs: z.number().nullable(),
  /** The yard did not allow it: what would. */
  denial: denialSchema.optional(),
  /** Overtaken by a revert that was pressed at the same panel: as wanted, and no failure. */
  takenBack: z.literal(true).optional(),
});

/** A verified switch, from the press to the first response, in milliseconds. */
export const switchTimeSchema = z.object({
  fleet: fleetIdSchema,
  ms: z.number(),
  isRevert: z.boolean(),
  /** When it ended. */
  atMs: z.number(),
});

export const sampleTrafficSchema = z.object({
  fleet: fleetIdSchema,
  isOn: z.boolean(),
  requestsPerSecond: z.number(),
  sent: z.number(),
  answered: z.number(),
  /** Connection refused: nobody listened, as while the yard host was gone. */
  refused: z.number(),
  /** Answered by nobody or with 5xx made by the entry. */
  lost: z.number(),
  /** Answered, but with an error status by a block. */
  errors: z.number(),
});

/** The guided release: what it asks for, in this order. */
export const guideStepSchema = z.enum(['compare', 'cut-over', 'revert', 'come-back']);

export const guideSchema = z.object({
  isOpen: z.boolean(),
  /** What was seen to be done. */
  done: z.array(guideStepSchema),
});

export const settingsSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  /** Absent: as the system asks for. More than that is never shown. */
  motion: z.literal('reduced').optional(),
  /** Of each block on the lanes; absent: as large as fits. */
  blockSize: z.enum(['small', 'medium', 'large']).optional(),
  /** What quitting the panel does to the local yard. */
  onQuit: z.enum(['keep-yard', 'stop-yard']),
  /** Set in a data folder without settings, until it was answered in any way. */
  welcome: z.literal('due').optional(),
  /** Absent: never begun. */
  guide: guideSchema.optional(),
  /** Of yards with several: which was opened last, newest first. A start shows it, with its way back. */
  lastFleets: z
    .array(z.object({ yard: yardIdSchema, fleet: fleetIdSchema }))
    .max(rememberedYards)
    .optional(),
  /** What is compared of how a fleet's generations look. */
  appearance: keptListsSchema.optional(),
  /** Absent: as they come. */
  shortcuts: shortcutSettingsSchema.optional(),
  /** Which notifications of the operating system; absent: all. */
  notifications: z.enum(['all', 'needs-me', 'none']).optional(),
  /** The icon in the menu bar or the tray; absent: shown. */
  tray: z.enum(['shown', 'hidden']).optional(),
});

/** Which yard this is, always on top: nobody may mistake production for a rehearsal. */
export const bandSchema = z.object({
  yardName: z.string(),
  kind: z.enum(['local', 'docker', 'aws']),
  detail: z.string(),
  /** Set where somebody's account is looked at. */
  account: z
    .object({
      id: z.string(),
      region: z.string(),
      /** Role or user that acts; empty until AWS has said who that is. */
      actor: z.string(),
      /** When these credentials end, epoch milliseconds; null when they do not say. */
      endsAtMs: z.number().nullable(),
      /** When a person has to sign in again; null: not known, or they are renewed without anybody. */
      signInByMs: z.number().nullable(),
      /** Not AWS itself: a private endpoint or a test double. */
      endpoint: z.string().nullable(),
      safety: safetySchema,
      /** False: images of generations are not kept from being deregistered. Absent: they are. */
      keepsImages: z.boolean().optional(),
      /** The account this yard was kept for, when the credentials now lead to another one. */
      changedFrom: z.string().nullable(),
    })
    .nullable(),
});

/** One line of the yard picker. */
export const yardSummarySchema = z.object({
  id: yardIdSchema,
  name: z.string(),
  kind: bandSchema.shape.kind,
  /** Account, region or computer. */
  detail: z.string(),
  /** Of its link; `closed`: not opened since the panel started. */
  status: z.enum([
    'closed',
    'starting',
    'live',
    'stale',
    'gone',
    'stopped',
    'incompatible',
    'signed-out',
    'failed',
  ]),
  /** What runs there: `cutover to v002`. Null: nothing. */
  running: z.string().nullable(),
});

export const markersSchema = z.array(
  z.object({ fleet: fleetIdSchema, marker: markerDeclarationSchema }),
);

/** What the operator declared for servers without a load balancer; absent where no yard asks for it. */
const declaredWorkers = { workerFleets: workerFleetsSchema.optional() };
/** Their own test listeners and rules; absent where no yard asks for them. */
const declaredTests = { tests: testEntriesSchema.optional() };

export const panelSnapshotSchema = z.object({
  /** Of the last event contained; the next delta carries `sequence + 1`. */
  sequence: z.number().int(),
  /** The yard that all of this is about; each order names it, so that none can reach another one. */
  yard: yardIdSchema,
  /** All that are connected, the local one first. */
  yards: z.array(yardSummarySchema),
  band: bandSchema,
  capabilities: yardCapabilitiesSchema,
  link: yardLinkSchema,
  /** Of the account; absent where nobody counts calls, and before it is open. */
  load: accountLoadSchema.optional(),
  /** Of when what is shown is, as of the last delta: not told anew while nothing changes. */
  observedAtMs: z.number().nullable(),
  fleets: z.array(fleetSchema),
  images: z.array(imageSchema),
  progress: z.array(progressSchema),
  outcomes: z.array(outcomeSchema),
  /** Newest first, at most 500. */
  timeline: z.array(timelineEventSchema),
  sampleTraffic: z.array(sampleTrafficSchema),
  /** Who sits at this panel, as other panels see it. */
  self: ownerSchema,
  /** Verified press-to-first-response times per fleet, newest last, for the estimate on the button. */
  switchTimes: z.array(switchTimeSchema),
  settings: settingsSchema,
  /** What the operator declared for fleets of this yard. */
  markers: markersSchema,
  ...declaredTests,
  ...declaredWorkers,
  versions: z.object({ app: z.string(), electron: z.string(), host: z.string().nullable() }),
});

const sequence = { sequence: z.number().int() };
export const panelEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('link'),
    ...sequence,
    link: yardLinkSchema,
    observedAtMs: z.number().nullable(),
  }),
  /** Replaces the fleet of that id, or adds it. */
  z.object({ kind: z.literal('fleet'), ...sequence, fleet: fleetSchema, observedAtMs: z.number() }),
  z.object({ kind: z.literal('fleet-removed'), ...sequence, fleet: fleetIdSchema }),
  z.object({
    kind: z.literal('traffic'),
    ...sequence,
    fleet: fleetIdSchema,
    traffic: trafficSchema,
    observedAtMs: z.number(),
  }),
  z.object({ kind: z.literal('images'), ...sequence, images: z.array(imageSchema) }),
  z.object({ kind: z.literal('progress'), ...sequence, progress: z.array(progressSchema) }),
  z.object({ kind: z.literal('outcome'), ...sequence, outcome: outcomeSchema }),
  z.object({
    kind: z.literal('timeline'),
    ...sequence,
    /** Newest last. */
    events: z.array(timelineEventSchema),
    /** News goes on top as it comes; history is sorted in by its times. */
    order: z.enum(['on-top', 'by-time']),
  }),
  z.object({
    kind: z.literal('sample-traffic'),
    ...sequence,
    sampleTraffic: z.array(sampleTrafficSchema),
  }),
  z.object({ kind: z.literal('switch-time'), ...sequence, time: switchTimeSchema }),
  z.object({ kind: z.literal('settings'), ...sequence, settings: settingsSchema }),
  z.object({ kind: z.literal('versions'), ...sequence, host: z.string().nullable() }),
  /** Account, actor or the end of the credentials have changed. */
  z.object({ kind: z.literal('band'), ...sequence, band: bandSchema }),
  z.object({ kind: z.literal('load'), ...sequence, load: accountLoadSchema }),
  z.object({ kind: z.literal('yards'), ...sequence, yards: z.array(yardSummarySchema) }),
  z.object({ kind: z.literal('markers'), ...sequence, markers: markersSchema }),
  z.object({ kind: z.literal('tests'), ...sequence, tests: testEntriesSchema }),
  z.object({ kind: z.literal('worker-fleets'), ...sequence, workerFleets: workerFleetsSchema }),
  /** Known only once it is open, in yards that are opened late. */
  z.object({
    kind: z.literal('capabilities'),
    ...sequence,
    capabilities: yardCapabilitiesSchema,
  }),
]);

export type YardLink = z.infer<typeof yardLinkSchema>;
export type TimelineEvent = z.infer<typeof timelineEventSchema>;
export type Course = z.infer<typeof courseSchema>;
export type Progress = z.infer<typeof progressSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
export type SwitchTime = z.infer<typeof switchTimeSchema>;
export type SampleTraffic = z.infer<typeof sampleTrafficSchema>;
export type GuideStep = z.infer<typeof guideStepSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type YardSummary = z.infer<typeof yardSummarySchema>;
export type Markers = z.infer<typeof markersSchema>;
export type Band = z.infer<typeof bandSchema>;
export type PanelSnapshot = z.infer<typeof panelSnapshotSchema>;
export type PanelEvent = z.infer<typeof panelEventSchema>;
