/** The careless engines by name, each with what it does wrong and the rule that has to catch it. Test support. */
import { usualTimes } from '../../yards/yard-pace.ts';
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
  deafToRefusals,
  endsUnrecorded,
  guardedReverts,
  ignoredLease,
  keptClaims,
  oldLooks,
  queuedReverts,
  recordedAfter,
  tokensOfTheProcess,
  unprobed,
  wallClock,
} from './careless-panels.ts';
import {
  ignoredHolder,
  keepsWhatItGave,
  meekReverts,
  sharedName,
  stubbornReverts,
  cutsOverLikeReverts,
} from './careless-races.ts';
import type { Decide } from '../decide/decide.ts';
import {
  clearingDecide,
  deafDecide,
  hopefulDecide,
  nervousDecide,
  unquestioningDecide,
  overwritingDecide,
  unbakedDecide,
  unpressedDecide,
  unprovedDecide,
  unreadDecide,
} from './careless-releases.ts';
import type { SimulatedVariant } from './simulated-panel.ts';
import {
  findings,
  launches,
  listings,
  races,
  releases,
  scales,
  spreads,
} from './simulated-kinds.ts';
import {
  contentDecide,
  overshootingDecide,
  sinkingDecide,
  thinningDecide,
} from './careless-scales.ts';
import type { TokenOf } from '../tokens.ts';

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
    shownBy: releases.above + 9,
    variant: deciding(unprovedDecide),
  },
  {
    name: 'unpressed',
    mistake: 'does not wait for the press',
    caughtBy: /press: /,
    shownBy: releases.above + 6,
    variant: deciding(unpressedDecide),
  },
  {
    name: 'deaf',
    mistake: 'does not hear that it is held or aborted',
    caughtBy: /words: /,
    shownBy: releases.above + 64,
    variant: deciding(deafDecide),
  },
  {
    name: 'unbaked',
    mistake: 'takes the bake for done',
    caughtBy: /bake: /,
    shownBy: releases.above + 60,
    variant: deciding(unbakedDecide),
  },
  {
    name: 'hopeful',
    mistake: 'sees no trouble in the candidate',
    caughtBy: /guards: /,
    shownBy: releases.above + 56,
    variant: deciding(hopefulDecide),
  },
  {
    name: 'overwriting',
    mistake: 'goes on from whatever others made of the split',
    caughtBy: /rule 9: .* changed by others/,
    shownBy: releases.above + 77,
    variant: deciding(overwritingDecide),
  },
  {
    name: 'clearing',
    mistake: 'removes what had had traffic',
    caughtBy: /rule 4: .* was removed|rule 9: .* not launched by it/,
    shownBy: releases.above + 9,
    variant: deciding(clearingDecide),
  },
  {
    name: 'ignores-the-holder',
    mistake: 'does not care who holds the fleet',
    caughtBy: /race: .* did not hold the fleet/,
    shownBy: races.above + 3,
    variant: { engine: ignoredHolder },
  },
  {
    name: 'keeps-what-it-gave',
    mistake: 'goes on with a change that it has handed over',
    caughtBy: /race: .* was handed over, and .* was begun/,
    shownBy: races.above + 25,
    variant: { engine: keepsWhatItGave },
  },
  {
    name: 'shared-name',
    mistake: 'goes by the name of another installation and waits for no lease',
    caughtBy: /race: .* left of its lease/,
    shownBy: races.above + 1,
    variant: { engine: sharedName },
  },
  {
    name: 'cuts-over-like-reverts',
    mistake: 'cuts over as a revert goes',
    caughtBy: /race: .* (interleaved with|a lost revert:)/,
    shownBy: races.above + 172,
    variant: { engine: cutsOverLikeReverts },
  },
  {
    name: 'meek-reverts',
    mistake: "does not end the other one's change by a revert",
    caughtBy: /rule 5: the revert .* did not go/,
    shownBy: races.above + 1,
    variant: { engine: meekReverts },
  },
  {
    name: 'stubborn-reverts',
    mistake: 'repeats a revert after a newer one was seen',
    caughtBy: /race: a lost revert: .* was seen/,
    shownBy: races.above + 97,
    variant: { engine: stubbornReverts },
  },
  {
    name: 'unprobed',
    mistake: 'takes what the split reads for what all nodes of the entry do',
    caughtBy: /spread: .* was called verified/,
    shownBy: spreads.above + 1,
    variant: { engine: unprobed },
  },
  {
    name: 'nervous',
    mistake: 'takes a release back because a node of the entry is late',
    caughtBy: /spread: .* was taken back/,
    shownBy: spreads.above + 4,
    variant: deciding(nervousDecide),
  },
  {
    name: 'unquestioning',
    mistake: 'takes every change of the entry beside its launch for its own listing',
    caughtBy: /rule 9: .* was cut over to on a split changed by others/,
    shownBy: listings.above + 81,
    variant: deciding(unquestioningDecide),
  },
  {
    name: 'unread',
    mistake: 'takes a press for the acceptance of what differs',
    caughtBy: /findings: /,
    shownBy: findings.above + 4,
    variant: deciding(unreadDecide),
  },
  {
    name: 'deaf-to-refusals',
    mistake: 'asks again for a launch that was refused for good',
    caughtBy: /launch: .* was refused/,
    shownBy: launches.above + 2,
    variant: { engine: deafToRefusals },
  },
  {
    name: 'thinning',
    mistake: 'ends healthy blocks while others are down',
    caughtBy: /rule 3: .* ended with/,
    shownBy: scales.above + 113,
    variant: deciding(thinningDecide),
  },
  {
    name: 'sinking',
    mistake: 'makes smaller than the floor what got traffic meanwhile',
    caughtBy: /rule 3: .* ended with/,
    shownBy: scales.above + 410,
    variant: deciding(sinkingDecide),
  },
  {
    name: 'overshooting',
    mistake: 'makes it larger or smaller than was wanted',
    caughtBy: /rule 9: .* was made|rule 9: .* not ours to end/,
    shownBy: scales.above + 61,
    variant: deciding(overshootingDecide),
  },
  {
    name: 'content',
    mistake: 'calls a change of size done that was not',
    caughtBy: /honesty: scale said "done"/,
    shownBy: scales.above + 13,
    variant: deciding(contentDecide),
  },
];
