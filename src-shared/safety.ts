/** What a yard's safety level and its account forbid, said once for buttons and for main. */
import type { Band } from './panel.ts';
import { accountNumber } from './wording.ts';

/** Null when writes are allowed. Binds reverts too: nothing at all is written, and the button says so. */
export function writeRefusal(band: Band): string | null {
  const { account } = band;
  if (account === null) return null;
  if (account.changedFrom !== null) {
    return `These credentials lead to account ${accountNumber(account.id)}, this yard is ${accountNumber(account.changedFrom)}: nothing is written.`;
  }
  if (account.safety === 'observe') {
    return 'This yard is only observed: its safety level lets Blockyard write nothing, no revert either.';
  }
  return null;
}

/**
 * As `writeRefusal`, for everything but a revert: before AWS has said who acts, nothing new is begun. A
 * revert goes all the same, to the account that was kept (rule 5).
 */
export function changeRefusal(band: Band): string | null {
  const refusal = writeRefusal(band);
  if (refusal !== null || band.account === null || band.account.actor !== '') return refusal;
  return 'AWS has not said yet whose account this is: until then nothing but a revert is written.';
}

/** A cutover asks for a second step here; a revert never does. */
export function asksTwice(band: Band): boolean {
  return band.account?.safety === 'strict';
}
