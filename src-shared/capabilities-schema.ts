/** What a kind of yard can do. Engine and window ask this, never which kind it is. */
import * as z from 'zod';

export const verbSchema = z.enum([
  'cut-over',
  'revert',
  'launch',
  'replace',
  'retire',
  'adopt',
  'stop',
  'start',
  'scale',
  'release',
]);

export const yardCapabilitiesSchema = z.object({
  verbs: z.array(verbSchema),
  /**
   * `rising`: the entry counts its changes and refuses a split written against an older one.
   * `fingerprint`: it has no conditional write; a revision names the content and is read just before.
   */
  revisions: z.enum(['rising', 'fingerprint']),
  /** Generations can be stopped and started again without losing them. */
  canStop: z.boolean(),
  previewAddress: z.boolean(),
  /** Images are brought in here; else they are made elsewhere and only seen. */
  importsImages: z.boolean(),
  /** An image can be looked up by its id though no fleet runs it. */
  findsImages: z.boolean(),
  /** What an image consists of can be read here, file by file. */
  readsImages: z.boolean(),
  /** Which blocks of the disks behind two images differ can be read here. */
  comparesDisks: z.boolean(),
  /** Its entry can be paused: requests wait then, instead of being refused. */
  canHold: z.boolean(),
  /** What a generation does to shared data can be noted there. */
  notesData: z.boolean(),
  /** Why a way back cannot be rehearsed there beside the live traffic, as one sentence; null: it can. */
  whyNotRehearsed: z.string().nullable(),
  blockLogs: z.boolean(),
  /** A switch here sends modest traffic to the entry. */
  sampleTraffic: z.boolean(),
  /** It runs on this computer and can be started and stopped from here. */
  ownHost: z.boolean(),
  /** What whoever acts may do there can be asked beforehand. */
  checksPermissions: z.boolean(),
  /**
   * Where a change writes that somebody is at work, besides its own writes, up to the fleet's id; a plan
   * has to show it. Null: nowhere but in what only the yard itself keeps.
   */
  changeRecord: z.string().nullable(),
  /** Who measures generations over whole periods, the second opinion of a release: `CloudWatch`; null: nobody. */
  measuredBy: z.string().nullable(),
  /** Alarms of the operator can be named there. */
  hasAlarms: z.boolean(),
  /** What a launch makes beside the blocks, as one sentence; null: nothing. */
  launchMakes: z.string().nullable(),
  /** Generations leave things behind beside their blocks (groups, templates), which can be listed. */
  leavesObjects: z.boolean(),
  /** What an adoption writes down, and where, as one sentence; null: it cannot adopt. */
  adoptWrites: z.string().nullable(),
});

export type Verb = z.infer<typeof verbSchema>;
export type YardCapabilities = z.infer<typeof yardCapabilitiesSchema>;
