/** Everything that `npm run bench` measures, in the order in which it is measured. */
import { measureAppearance } from './appearance.ts';
import { measureAwsObserve } from './aws-observe.ts';
import { measureAwsRevert } from './aws-revert.ts';
import { measureAwsRollout, measureScaledRollout, rolloutSizes } from './aws-rollout.ts';
import { measureContents } from './contents.ts';
import { measureEntryThroughput } from './entry-bench.ts';
import { measureFacts } from './facts.ts';
import type { Figure } from './figure.ts';
import { measureSwaps } from './haproxy-swap.ts';
import { measureRestart } from './host-restart.ts';
import { measureHungRunner } from './hung-runner.ts';
import { measureIdle } from './idle.ts';
import { measureJournal } from './journal.ts';
import { measureMasking } from './masking.ts';
import { measurePresses } from './press.ts';
import { measureStart } from './start-up.ts';
import { zeroLoss, zeroLossControl } from './zero-loss.ts';

export interface Subject {
  readonly name: string;
  readonly measure: () => Promise<readonly Figure[]>;
}

export const subjects: readonly Subject[] = [
  { name: 'zero-loss', measure: () => zeroLoss('electron') },
  { name: 'zero-loss-node-host', measure: () => zeroLoss('node') },
  { name: 'control', measure: zeroLossControl },
  { name: 'swap', measure: () => measureSwaps(console.error) },
  { name: 'press', measure: measurePresses },
  { name: 'hung-runner', measure: measureHungRunner },
  { name: 'start', measure: measureStart },
  { name: 'idle', measure: measureIdle },
  { name: 'restart', measure: measureRestart },
  { name: 'journal', measure: measureJournal },
  { name: 'facts', measure: measureFacts },
  { name: 'contents', measure: measureContents },
  { name: 'appearance', measure: measureAppearance },
  { name: 'masking', measure: measureMasking },
  { name: 'entry', measure: measureEntryThroughput },
  { name: 'aws-observe', measure: measureAwsObserve },
  { name: 'aws-revert', measure: measureAwsRevert },
  ...rolloutSizes.flatMap((size) => [
    { name: `aws-rollout-${String(size)}`, measure: () => measureAwsRollout(size) },
    { name: `aws-rollout-${String(size)}-scaled`, measure: () => measureScaledRollout(size) },
  ]),
];
