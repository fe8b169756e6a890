/** One action through the port. The token is what makes a repeat harmless. */
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Fleet, Intent } from '../../src-shared/fleet.ts';
import type { RolloutId, Token } from '../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { allTo, shareTo } from '../../src-shared/split.ts';
import { ownerText } from '../../src-shared/wording.ts';
import type { Receipt } from '../journal/entries.ts';
import type { Yard } from '../yards/port.ts';
import type { Action } from './decide/decision.ts';

export interface PerformContext {
  /** The look that the decision was made on. */
  readonly fleet: Fleet;
  readonly rollout: RolloutId;
  readonly intent: Intent;
  readonly epoch: number;
  readonly token: Token;
}

export async function perform(
  yard: Yard,
  action: Action,
  context: PerformContext,
): Promise<Result<Receipt>> {
  const { fleet, rollout, intent, epoch, token } = context;
  const common = { fleet: fleet.id, rollout, epoch, token };
  switch (action.kind) {
    case 'route': {
      const { expectedRevision, previous, overtake } = action;
      const weights = allTo(fleet, action.to);
      const order = { weights, expectedRevision, previous, overtake };
      const answer = await yard.route({ ...order, fleet: fleet.id, rollout, token });
      return answer.ok ? succeed({ kind: 'routed', ...answer.value }) : answer;
    }
    case 'attach': {
      const { generation, expectedRevision } = action;
      const order = { fleet: fleet.id, generation, expectedRevision, rollout, token };
      const answer = await yard.attach(order);
      return answer.ok ? succeed({ kind: 'routed', ...answer.value }) : answer;
    }
    case 'shift': {
      const { to, from, percent, expectedRevision } = action;
      const weights = percent === 100 ? allTo(fleet, to) : shareTo(fleet, { to, from, percent });
      const order = { weights, expectedRevision, previous: from, overtake: false };
      const answer = await yard.route({ ...order, fleet: fleet.id, rollout, token });
      return answer.ok ? succeed({ kind: 'routed', ...answer.value }) : answer;
    }
    case 'launch-generation': {
      const wanted = intent.kind === 'release' ? intent.candidate : intent;
      if (wanted.kind !== 'launch') {
        return fail({ code: 'bad-input', message: 'Only a launch launches a generation.' });
      }
      const { number, image, recipe, size, recipeOf } = wanted;
      const named = recipeOf === undefined ? {} : { recipeOf };
      const order = { ...common, number, image, recipe, size, ...named };
      return launched(await yard.launchGeneration(order));
    }
    case 'launch-block': {
      const { generation, replaces } = action;
      return launched(await yard.launchBlock({ ...common, generation, replaces }));
    }
    case 'add-block': {
      const { generation, size } = action;
      return launched(await yard.addBlock({ ...common, generation, size }));
    }
    case 'terminate-block': {
      const { block, size } = action;
      const sized = size === undefined ? {} : { size };
      return performed(await yard.terminateBlock({ ...common, block, ...sized }));
    }
    case 'retire-generation':
      return performed(await yard.retireGeneration({ ...common, generation: action.generation }));
    case 'adopt-generation': {
      const { generation, number } = action;
      return performed(await yard.adoptGeneration({ ...common, generation, number }));
    }
    case 'note-data': {
      const { generation, note } = action;
      const by = fleet.rollout === null ? 'Blockyard' : ownerText(fleet.rollout.owner);
      return performed(await yard.noteData({ fleet: fleet.id, generation, note, by }));
    }
    case 'stop-generation':
      return performed(await yard.stopGeneration({ ...common, generation: action.generation }));
    case 'start-generation':
      return performed(await yard.startGeneration({ ...common, generation: action.generation }));
    default:
      return assertNever(action, 'action');
  }
}

function launched(answer: Result<string>): Result<Receipt> {
  return answer.ok ? succeed({ kind: 'launched', id: answer.value }) : answer;
}

function performed(answer: Result<null>): Result<Receipt> {
  return answer.ok ? succeed({ kind: 'performed' }) : answer;
}

/**
 * How long an answer may take, in milliseconds. Ends of blocks answer when the drain is over.
 */
export function patienceMs(action: Action, fleet: Fleet): number {
  if (
    action.kind === 'route' ||
    action.kind === 'attach' ||
    action.kind === 'shift' ||
    action.kind === 'note-data'
  )
    return 10_000;
  if (
    action.kind === 'launch-block' ||
    action.kind === 'launch-generation' ||
    action.kind === 'add-block' ||
    action.kind === 'adopt-generation' ||
    action.kind === 'start-generation'
  )
    return 60_000;
  const drains = fleet.generations.map((generation) => generation.recipe.drainTimeoutMs);
  return Math.max(0, ...drains) + 30_000;
}

/** Milliseconds before an effect without an answer is sent again. */
export function repeatAfterMs(attempt: number): number {
  return Math.min(5000, 125 * 2 ** attempt);
}
