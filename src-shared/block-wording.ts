/** Why a block is not in service, as part of a sentence. Reasons come from outside: made plain. */
import { assertNever } from './assert-never.ts';
import type { Block } from './fleet.ts';
import { plain } from './wording.ts';

/** `exited with code 1 (Cannot find module)`, `is still starting`... */
export function blockTrouble(block: Block): string {
  const state = block.state;
  switch (state.kind) {
    case 'starting':
      return state.detail === ''
        ? 'is still starting'
        : `is still starting: ${clause(state.detail)}`;
    case 'healthy':
      return 'is healthy';
    case 'unhealthy':
      return `is unhealthy: ${clause(state.reason)}`;
    case 'draining':
      return `is draining${state.inFlight === null ? '' : ` ${state.inFlight} requests`}${state.reason === undefined ? '' : `: ${clause(state.reason)}`}`;
    case 'unused':
      return `is not used: ${clause(state.reason)}`;
    case 'unavailable':
      return `cannot be judged: ${clause(state.reason)}`;
    case 'unhealthy-draining':
      return `is unhealthy and draining: ${clause(state.reason)}`;
    case 'stopping':
      return 'is stopping';
    case 'exited':
      // The yard's reason tells the code and the last words; without one the code has to do.
      return state.reason === ''
        ? `exited ${exitWay(state)}`
        : `has exited: ${clause(state.reason)}`;
    case 'launch-refused':
      return `was not launched: ${clause(state.reason)}`;
    case 'unknown':
      return `is in an unknown state: ${clause(state.reason)}`;
    default:
      return assertNever(state, 'block state');
  }
}

/** Outside text inside a sentence of ours. */
function clause(text: string): string {
  return plain(text, 300).replace(/\.$/, '');
}

function exitWay(state: Extract<Block['state'], { kind: 'exited' }>): string {
  if (state.signal !== null) return `by ${plain(state.signal, 20)}`;
  return state.code === null ? 'without a code' : `with code ${state.code}`;
}

/** It will not become healthy by waiting: blocks are never repaired or started again. */
export function isOver(block: Block): boolean {
  return block.state.kind === 'exited' || block.state.kind === 'launch-refused';
}
