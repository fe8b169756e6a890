/** The one reader of `window.blockyard`, which the preload script exposes. */
import type { Bridge } from '../../src-shared/ipc-contract.ts';

declare global {
  interface Window {
    readonly blockyard?: Bridge;
  }
}

export function windowBridge(): Bridge | undefined {
  return window.blockyard;
}
