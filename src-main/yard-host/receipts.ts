/**
 * What each performed order was answered. A token is performed at most once: a repeat, also after a
 * crash of either side, gets the first answer (rule 7).
 */
import { FaultError } from '../../src-shared/result.ts';
import type { Token } from '../../src-shared/ids.ts';
import type { HostState, Receipt } from './state-schema.ts';

/** A rollout has some ten orders; an unknown outcome is asked again within minutes. */
const receiptsKept = 300;

/** @throws FaultError 'bad-input' when the token was used for another kind of order. */
export function receiptOf(state: HostState, token: Token, call: string): Receipt | undefined {
  const receipt = state.receipts.find((each) => each.token === token);
  if (receipt !== undefined && receipt.call !== call) {
    throw new FaultError({
      code: 'bad-input',
      message: `The token of this order was used before, for '${receipt.call}'.`,
      todo: 'Make a fresh token for each order.',
    });
  }
  return receipt;
}

export function withReceipt(state: HostState, receipt: Receipt): HostState {
  if (state.receipts.some((each) => each.token === receipt.token)) return state;
  return { ...state, receipts: [...state.receipts, receipt].slice(-receiptsKept) };
}

/** Orders that are being performed: a repeat that comes meanwhile waits for the same end. */
export interface OrderBook {
  readonly perform: <Value>(
    token: Token,
    call: string,
    work: () => Promise<Value>,
  ) => Promise<Value>;
}

/**
 * @param state as it is now: where the receipts are.
 */
export function createOrderBook(state: () => HostState): OrderBook {
  const running = new Map<Token, { readonly call: string; readonly end: Promise<unknown> }>();
  return {
    perform: async <Value>(token: Token, call: string, work: () => Promise<Value>) => {
      const receipt = receiptOf(state(), token, call);
      // Written by this very call, so it has this call's type; the schema of the answer checks again.
      if (receipt !== undefined) return receipt.value as Value;
      const sameOrder = running.get(token);
      if (sameOrder !== undefined) {
        if (sameOrder.call === call) return sameOrder.end as Promise<Value>;
        throw new FaultError({
          code: 'bad-input',
          message: `The token of this order is in use for '${sameOrder.call}'.`,
          todo: 'Make a fresh token for each order.',
        });
      }
      const end = work();
      running.set(token, { call, end });
      try {
        return await end;
      } finally {
        running.delete(token);
      }
    },
  };
}
