/** The careless engines by name, each with what it does wrong and the rule that has to catch it. Test support. */
import { usualTimes } from '../yards/yard-pace.ts';
import {
  forcingDecide,
  forgetfulTokens,
  gullibleDecide,
  hastyDecide,
  impatientDecide,
  relaunchingDecide,
  retiringDecide,
  tidyingDecide,
  trustingDecide,
  unguardedDecide,
} from './careless-engines.ts';
import {
  blindRepeats,
  endsUnrecorded,
  guardedReverts,
  ignoredLease,
  keptClaims,
  oldLooks,
  queuedReverts,
  recordedAfter,
  tokensOfTheProcess,
  wallClock,
} from './careless-panels.ts';
import type { Decide } from './decide.ts';
import {
  clearingDecide,
  deafDecide,
  hopefulDecide,
  overwritingDecide,
  unbakedDecide,
  unpressedDecide,
  unprovedDecide,
} from './careless-releases.ts';
import {
  contentDecide,
  overshootingDecide,
  sinkingDecide,
  thinningDecide,
} from './careless-scales.ts';
import { scalesFrom } from './simulated-scale.ts';
import { releasesFrom, type SimulatedVariant } from './simulated-run.ts';
import type { TokenOf } from './tokens.ts';

export interface CarelessVariant {
  readonly name: string;
  /** Goes on "an engine that". */
  readonly mistake: string;
  readonly caughtBy: RegExp;
  /** A seed in which that happens: tried first, because the rarest take a thousand lives to show. */
  readonly shownBy: number;
  readonly variant: SimulatedVariant;
}

/** Whatever a look shows is believed at once. */
const gullibleTimes = { ...usualTimes, believeAfterReads: 0, believeAfterMs: 0 };

const deciding = (decide: Decide): SimulatedVariant => ({
  engine: (options) => ({ ...options, decide }),
});
const withTokens = (tokenOf: TokenOf): SimulatedVariant => ({
  engine: (options) => ({ ...options, tokenOf }),
});

export const carelessVariants: readonly CarelessVariant[] = [
  {
    name: 'fresh-tokens',
    mistake: 'makes a new token for each sending',
    caughtBy: /rule 7: .* happened/,
    shownBy: 110,
    variant: withTokens(forgetfulTokens()),
  },
  {
    name: 'tokens-of-the-process',
    mistake: 'makes a new token after a restart',
    caughtBy: /rule 7: .* tokens/,
    shownBy: 59,
    variant: { engine: tokensOfTheProcess },
  },
  {
    name: 'relaunches',
    mistake: 'takes an unknown outcome for a failure and launches again',
    caughtBy: /rule 7: .* launchBlock .* happened/,
    shownBy: 8,
    variant: deciding(relaunchingDecide),
  },
  {
    name: 'blind-repeats',
    mistake: 'repeats what was not answered without a look',
    caughtBy: /rule 7: .* without a look/,
    shownBy: 8,
    variant: { engine: blindRepeats },
  },
  {
    name: 'trusts-the-reply',
    mistake: 'trusts the reply',
    caughtBy: /honesty: cut-over said "verified"/,
    shownBy: 56,
    variant: deciding(trustingDecide),
  },
  {
    name: 'gullible',
    mistake: 'believes an empty look',
    caughtBy: /honesty: (replace|retire) said/,
    shownBy: 688,
    variant: { ...deciding(gullibleDecide), observationTimes: gullibleTimes },
  },
  {
    name: 'hasty',
    mistake: 'ends the old block before the fresh one is healthy',
    caughtBy: /rule 3/,
    shownBy: 5,
    variant: deciding(hastyDecide),
  },
  {
    name: 'impatient',
    mistake: 'does not wait for the health of what it attached',
    caughtBy: /rule 3: cut over/,
    shownBy: 13,
    variant: deciding(impatientDecide),
  },
  {
    name: 'unguarded',
    mistake: 'does not ask the guard again',
    caughtBy: /rule 3: cut over/,
    shownBy: 13,
    variant: deciding(unguardedDecide),
  },
  {
    name: 'old-looks',
    mistake: 'acts on a look however old it is',
    caughtBy: /rule 9: .* on an old look/,
    shownBy: 87,
    variant: { engine: oldLooks },
  },
  {
    name: 'tidying',
    mistake: 'ends what is not its own',
    caughtBy: /rule 9: .* not ours to end/,
    shownBy: 134,
    variant: deciding(tidyingDecide),
  },
  {
    name: 'forcing',
    mistake: 'cuts over whatever others made of the split',
    caughtBy: /rule 9: .* changed by others/,
    shownBy: 6,
    variant: deciding(forcingDecide),
  },
  {
    name: 'retires-early',
    mistake: 'retires the previous generation before the switch was seen',
    caughtBy: /rule 4: .* had traffic/,
    shownBy: 56,
    variant: deciding(retiringDecide),
  },
  {
    name: 'queued-reverts',
    mistake: 'lets a revert wait for what runs',
    caughtBy: /rule 5: the revert .* did not go/,
    shownBy: 5,
    variant: { door: queuedReverts },
  },
  {
    name: 'guarded-reverts',
    mistake: 'refuses a revert to less than the floor',
    caughtBy: /rule 5: the revert .* did not go/,
    shownBy: 35,
    variant: { door: guardedReverts },
  },
  {
    name: 'recorded-after',
    mistake: 'records what it sends after it was sent',
    caughtBy: /rule 6: /,
    shownBy: 1,
    variant: { engine: recordedAfter },
  },
  {
    name: 'ignores-the-lease',
    mistake: 'goes on after the yard has ended it',
    caughtBy: /lease: /,
    shownBy: 260,
    variant: { engine: ignoredLease },
  },
  {
    name: 'kept-claims',
    mistake: 'never lets the fleet go',
    caughtBy: /liveness: .* never let go/,
    shownBy: 1,
    variant: { engine: keptClaims },
  },
  {
    name: 'ends-unrecorded',
    mistake: 'does not record how it ended',
    caughtBy: /liveness: the record of .* has no end/,
    shownBy: 1,
    variant: { engine: endsUnrecorded },
  },
  {
    name: 'wall-clock',
    mistake: 'measures time by the clock on the wall',
    caughtBy: /liveness: /,
    shownBy: 412,
    variant: { engine: wallClock },
  },
  {
    name: 'unproved',
    mistake: 'gives traffic to what has not proved itself',
    caughtBy: /proof: /,
    shownBy: releasesFrom + 9,
    variant: deciding(unprovedDecide),
  },
  {
    name: 'unpressed',
    mistake: 'does not wait for the press',
    caughtBy: /press: /,
    shownBy: releasesFrom + 6,
    variant: deciding(unpressedDecide),
  },
  {
    name: 'deaf',
    mistake: 'does not hear that it is held or aborted',
    caughtBy: /words: /,
    shownBy: releasesFrom + 64,
    variant: deciding(deafDecide),
  },
  {
    name: 'unbaked',
    mistake: 'takes the bake for done',
    caughtBy: /bake: /,
    shownBy: releasesFrom + 60,
    variant: deciding(unbakedDecide),
  },
  {
    name: 'hopeful',
    mistake: 'sees no trouble in the candidate',
    caughtBy: /guards: /,
    shownBy: releasesFrom + 56,
    variant: deciding(hopefulDecide),
  },
  {
    name: 'overwriting',
    mistake: 'goes on from whatever others made of the split',
    caughtBy: /rule 9: .* changed by others/,
    shownBy: releasesFrom + 77,
    variant: deciding(overwritingDecide),
  },
  {
    name: 'clearing',
    mistake: 'removes what had had traffic',
    caughtBy: /rule 4: .* was removed|rule 9: .* not launched by it/,
    shownBy: releasesFrom + 9,
    variant: deciding(clearingDecide),
  },
  {
    name: 'thinning',
    mistake: 'ends healthy blocks while others are down',
    caughtBy: /rule 3: .* ended with/,
    shownBy: scalesFrom + 111,
    variant: deciding(thinningDecide),
  },
  {
    name: 'sinking',
    mistake: 'makes smaller than the floor what got traffic meanwhile',
    caughtBy: /rule 3: .* ended with/,
    shownBy: scalesFrom + 15,
    variant: deciding(sinkingDecide),
  },
  {
    name: 'overshooting',
    mistake: 'makes it larger or smaller than was wanted',
    caughtBy: /rule 9: .* was made|rule 9: .* not ours to end/,
    shownBy: scalesFrom + 53,
    variant: deciding(overshootingDecide),
  },
  {
    name: 'content',
    mistake: 'calls a change of size done that was not',
    caughtBy: /honesty: scale said "done"/,
    shownBy: scalesFrom + 282,
    variant: deciding(contentDecide),
  },
];
