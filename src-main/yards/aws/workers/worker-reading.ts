/** One reading of the servers of an account that fetch their work, as plain data. All text in it is outside text. */
import type { AmiImage } from '../../../../src-shared/image.ts';
import type { Instance, ReadScaling, Tags } from '../discover/reading.ts';

export interface WorkerReading {
  /** When the last call had answered, epoch milliseconds. */
  readonly atMs: number;
  readonly monotonicMs: number;
  /** Monotonic; before the first question to AWS. */
  readonly begunAtMs: number;
  /** Found by our tags, by a tag or by a group that the operator declared; ended ones too, as long as AWS lists them. */
  readonly instances: readonly Instance[];
  /** Auto scaling groups: declared ones, those that servers of fleets belong to, and those of our launches. */
  readonly scaling: readonly ReadScaling[];
  /** Launch templates with our tags: each holds a number for ever. */
  readonly templates: readonly OwnTemplate[];
  /** By instance id: AWS tells it of running servers only. Null: it could not be read. */
  readonly checks: Readonly<Record<string, StatusChecks>> | null;
  readonly images: readonly AmiImage[];
  /** Whose the servers are, by what EC2 says of them; null: there are none, or it did not say. */
  readonly account: string | null;
  /** Images of servers that AWS was asked for and does not list. */
  readonly missingImages: readonly string[];
  /** What could not be read though it belongs here: the first sentence is the headline. */
  readonly gaps: readonly string[];
}

/** `ok`, `impaired`, `initializing`, `insufficient-data`, `not-applicable`. */
export interface StatusChecks {
  readonly instance: string;
  readonly system: string;
}

export interface OwnTemplate {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly tags: Tags;
}

/** AWS lists it for about an hour: it is gone for certain, and that is what this says. */
export function isEnded({ state }: Pick<Instance, 'state'>): boolean {
  return state === 'terminated' || state === 'shutting-down';
}
