/** Changes of size with one deliberate mistake each. Test support. */
import { generationOf, isInService } from '../../../src-shared/roles.ts';
import { decideScale } from '../decide/decide-scale.ts';
import { decide, type Decide } from '../decide/decide.ts';
import { acting } from '../decide/decision.ts';
import { endKey, stayingIn } from '../decide/scale-scene.ts';

/** Whoever stands in the highest slot that is healthy goes, whatever is left. */
export const thinningDecide: Decide = (input) => {
  const { intent, fleet } = input;
  const decision = decide(input);
  if (intent.kind !== 'scale' || intent.size > intent.from) return decision;
  const generation = generationOf(fleet, intent.generation);
  const isEnd = decision.phase === 'acting' && decision.action.kind === 'terminate-block';
  if (generation === undefined || !isEnd) return decision;
  const block = stayingIn({ ...input, intent }, generation)
    .filter(isInService)
    .at(-1);
  if (block === undefined || decision.action.reason === '') return decision;
  const { id } = block;
  const action = { kind: 'terminate-block', key: endKey(id), block: id } as const;
  return acting(0.5, { ...action, size: generation.size - 1, title: `End ${id}`, reason: '' });
};

/** The floor is asked at the press, and by nobody who takes the traffic there meanwhile. */
export const sinkingDecide: Decide = (input) => {
  const { intent } = input;
  if (intent.kind !== 'scale') return decide(input);
  return decideScale({ ...input, intent, fleet: { ...input.fleet, floor: 0 } });
};

/** One more than was wanted: none of the counting notices. */
export const overshootingDecide: Decide = (input) => {
  const { intent } = input;
  if (intent.kind !== 'scale') return decide(input);
  const size = intent.size > intent.from ? intent.size + 1 : intent.size - 1;
  return decideScale({ ...input, intent: { ...intent, size } });
};

/** What never became healthy stays, and that is called done. */
export const contentDecide: Decide = (input) => {
  const { intent, fleet } = input;
  const decision = decide(input);
  if (intent.kind !== 'scale' || decision.phase !== 'ended' || decision.kind !== 'failed')
    return decision;
  return generationOf(fleet, intent.generation) === undefined
    ? decision
    : { ...decision, kind: 'done' };
};
