/**
 * A generation gets more blocks or fewer. The size in the yard changes with each block, so that whatever
 * ends this in the middle leaves a generation that is whole at the size it then has.
 */
import { generationOf } from '../../../src-shared/roles.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { decideScaleDown } from './decide-scale-down.ts';
import { decideScaleUp } from './decide-scale-up.ts';
import { ended, waiting, type Decision } from './decision.ts';
import { isChangedByOthers, titleOf, type ScaleInput } from './scale-scene.ts';

export function decideScale(input: ScaleInput): Decision {
  const { intent, fleet, facts, limits, nowMs } = input;
  const title = titleOf(input);
  const label = labelOf(fleet, intent.generation);
  const generation = generationOf(fleet, intent.generation);
  if (generation === undefined) {
    // Numbers are kept for ever, so a generation that is not shown is a poor read.
    if (nowMs - facts.takenUpAtMs <= limits.effectMs)
      return waiting(0.1, title, `the yard does not show ${label}; looking again`);
    return ended('stopped', title, `The yard does not show ${label}. Nothing more was done.`);
  }
  if (generation.rung !== 'warm') {
    return ended('stopped', title, `${label} is being retired. Nothing more was done.`);
  }
  if (isChangedByOthers(input, generation)) {
    return ended(
      'stopped',
      title,
      `${label} has ${generation.size} blocks by now, not ${intent.from}: somebody else scaled it. Nothing was done; look again and press again.`,
    );
  }
  return intent.size > intent.from
    ? decideScaleUp(input, generation)
    : decideScaleDown(input, generation);
}
