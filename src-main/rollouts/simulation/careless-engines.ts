/** Engines with one deliberate mistake each: a check that does not notice them checks nothing. Test support. */
import { asToken, type Token } from '../../../src-shared/ids.ts';
import { createRandom } from '../../yards/sim/random.ts';
import { decide, type Decide } from '../decide/decide.ts';
import { acting, ended } from '../decide/decision.ts';
import type { TokenOf } from '../tokens.ts';

/** A new token for each sending: a repeat is a second effect. */
export function forgetfulTokens(): TokenOf {
  const random = createRandom(7);
  return (): Token => asToken(`fresh-token-${random.between(1, 2 ** 31)}`);
}

/** What the yard answered is taken for what happened. */
export const trustingDecide: Decide = (input) => {
  const { intent, facts } = input;
  if (intent.kind === 'cut-over' && facts.steps.route?.kind === 'done') {
    return ended('verified', 'Cutting over', 'The yard said so.');
  }
  return decide(input);
};

/** What a look does not show is taken for gone. */
export const gullibleDecide: Decide = (input) => {
  const { intent, fleet, facts } = input;
  if (intent.kind === 'replace' && facts.steps['terminate-old'] !== undefined) {
    const blocks = fleet.generations.flatMap((generation) => generation.blocks);
    if (blocks.every((block) => block.id !== intent.block)) {
      return ended('done', 'Replacing', 'The old block is not to be seen.');
    }
  }
  if (intent.kind === 'retire' && fleet.generations.every((one) => one.id !== intent.generation)) {
    return ended('done', 'Retiring', 'The generation is not to be seen.');
  }
  return decide(input);
};

/** The old block is ended as soon as a fresh one was launched. */
export const hastyDecide: Decide = (input) => {
  const { intent, facts } = input;
  const { 'launch-fresh': launch, 'terminate-old': end } = facts.steps;
  if (intent.kind === 'replace' && launch?.kind === 'done' && end === undefined) {
    const { block } = intent;
    const title = `Drain and end ${block}`;
    return acting(0.6, { kind: 'terminate-block', key: 'terminate-old', block, title, reason: '' });
  }
  return decide(input);
};

/** The guard was asked at the press and is not asked again before the write. */
export const unguardedDecide: Decide = (input) => {
  const { intent, facts } = input;
  if (intent.kind === 'cut-over' && facts.steps.route === undefined) {
    const { to, from: previous, expectedRevision } = intent;
    const route = { kind: 'route', key: 'route', to, previous, expectedRevision } as const;
    return acting(0.2, { ...route, overtake: false, title: `Switch to ${to}`, reason: '' });
  }
  return decide(input);
};

/** What was attached a moment ago is taken for healthy. */
export const impatientDecide: Decide = (input) => {
  const { intent, facts } = input;
  const { attach, route } = facts.steps;
  if (intent.kind === 'cut-over' && attach?.kind === 'done' && route === undefined) {
    const { to, from: previous } = intent;
    const { receipt } = attach;
    const expectedRevision = receipt.kind === 'routed' ? receipt.revision : 0;
    const action = { kind: 'route', key: 'route', to, previous, expectedRevision } as const;
    return acting(0.2, { ...action, overtake: false, title: `Switch to ${to}`, reason: '' });
  }
  return decide(input);
};

/** When a fresh block does not come up, whatever else is unhealthy is tidied away. */
export const tidyingDecide: Decide = (input) => {
  const { intent, fleet, facts } = input;
  const launch = facts.steps['launch-fresh'];
  if (intent.kind === 'replace' && launch?.kind === 'done' && !facts.steps['remove-fresh']) {
    const stray = fleet.generations
      .flatMap((generation) => generation.blocks)
      .find((block) => block.state.kind === 'exited' && block.id !== intent.block);
    if (stray !== undefined && stray.replaces === undefined) {
      const title = `Remove ${stray.id}`;
      const action = { kind: 'terminate-block', key: 'remove-fresh', block: stray.id } as const;
      return acting(0.6, { ...action, title, reason: '' });
    }
  }
  return decide(input);
};

/** No answer is taken for a no: launched once more, and it is another effect. */
export const relaunchingDecide: Decide = (input) => {
  const { intent, facts } = input;
  const { 'launch-fresh': first, launch: second } = facts.steps;
  if (intent.kind === 'replace' && first?.kind === 'unknown' && second === undefined) {
    const { generation, block: replaces } = intent;
    const action = { kind: 'launch-block', key: 'launch', generation, replaces } as const;
    return acting(0.1, { ...action, title: 'Launch another block', reason: '' });
  }
  return decide(input);
};

/** Whatever the split has become, it is overwritten. */
export const forcingDecide: Decide = (input) => {
  const { intent, fleet, facts } = input;
  if (intent.kind !== 'cut-over' || intent.attaches === true) return decide(input);
  if (facts.steps.route !== undefined) return decide(input);
  const split = { ...fleet.split, revision: intent.expectedRevision };
  const decision = decide({ ...input, fleet: { ...fleet, split } });
  if (decision.phase !== 'acting' || decision.action.kind !== 'route') return decision;
  return acting(decision.value, { ...decision.action, expectedRevision: 'any' });
};

/** The previous generation goes as soon as the yard has taken the switch. */
export const retiringDecide: Decide = (input) => {
  const { intent, facts } = input;
  const { route, retire } = facts.steps;
  if (intent.kind === 'cut-over' && route?.kind === 'done' && retire === undefined) {
    const { from: generation } = intent;
    const action = { kind: 'retire-generation', key: 'retire', generation } as const;
    return acting(0.5, { ...action, title: `Retire ${generation}`, reason: '' });
  }
  return decide(input);
};
