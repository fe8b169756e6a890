/** What really happened in a simulated yard, written by the yard itself: the checker reads nothing else. */
import type { Fleet, Intent } from '../../../src-shared/fleet.ts';
import type { Outcome } from '../../../src-shared/panel.ts';
import type { Word } from '../../../src-shared/release-schema.ts';

/** The calls that change something. */
export type SimVerb =
  | 'route'
  | 'attach'
  | 'launchGeneration'
  | 'launchBlock'
  | 'addBlock'
  | 'terminateBlock'
  | 'retireGeneration';

export type SimEvent = { readonly atMs: number; readonly session: number } & (
  | {
      /** `poor`: succeeded, and misses something that is there. `old`: true some time ago. */
      readonly kind: 'looked';
      /** What it shows may be as old as that. */
      readonly begunAtMs: number;
      readonly quality: 'true' | 'old' | 'poor' | 'failed';
      readonly shown: readonly Fleet[];
    }
  | {
      /** An order reached the wire. */
      readonly kind: 'asked';
      readonly verb: SimVerb;
      readonly token: string;
      readonly rollout: string;
      /** Block or generation it is about. */
      readonly target: string;
      /** Of the traffic, in percent, where it is routed. */
      readonly share: number | null;
      readonly overtake: boolean;
      /** Its token stood in a journal on the disk at that moment. */
      readonly isRecorded: boolean;
    }
  | {
      readonly kind: 'did';
      readonly verb: SimVerb;
      readonly token: string;
      readonly rollout: string;
      readonly target: string;
      readonly share: number | null;
      /** Truth just after. */
      readonly fleet: Fleet;
    }
  | {
      readonly kind: 'answered';
      readonly token: string;
      readonly how: 'ok' | 'refused' | 'unknown';
      /** Why not. */
      readonly because: string | null;
    }
  | { readonly kind: 'started'; readonly panel: string }
  | { readonly kind: 'pressed'; readonly what: string; readonly to: string }
  /** What the press was answered; without a rollout it did not begin, and `text` says why. */
  | {
      readonly kind: 'taken';
      readonly what: string;
      readonly rollout: string | null;
      readonly text: string;
    }
  /** A rollout got the fleet, or another hand. */
  | {
      readonly kind: 'claimed';
      readonly rollout: string;
      readonly intent: Intent;
      readonly epoch: number;
      /** Of the lease that stood just before, in milliseconds; null when there was none. */
      readonly leftMs: number | null;
    }
  /** The fleet was let go. */
  | { readonly kind: 'finished'; readonly rollout: string }
  /** What others did, or the world; `isSplit`: it left another split. */
  | {
      readonly kind: 'outside';
      readonly what: string;
      readonly isSplit: boolean;
      /** Of the split that was left. */
      readonly revision?: number;
    }
  /** The yard was asked whether a rollout still is its session's. */
  | {
      readonly kind: 'renewed';
      readonly rollout: string;
      readonly how: 'ok' | 'refused' | 'unknown';
    }
  /** Said to the rollout that runs, and kept. */
  | { readonly kind: 'controlled'; readonly rollout: string; readonly change: Word }
  /** A generation was asked past the split; its status, null when it gave no answer. */
  | { readonly kind: 'checked'; readonly generation: string; readonly status: number | null }
  /** One request through the entry to each node that is known of, and who answered it. */
  | { readonly kind: 'probed'; readonly nodes: readonly (string | null)[] }
  | { readonly kind: 'crashed' }
  /** The panel's computer slept from then on. */
  | { readonly kind: 'slept'; readonly forMs: number }
  /** Its end was written down: what it says was decided just before. */
  | { readonly kind: 'concluded'; readonly rollout: string }
  | { readonly kind: 'said'; readonly outcome: Outcome; readonly fleet: Fleet }
);
