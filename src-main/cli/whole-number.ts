import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError, which the command line answers with a sentence. */
export function wholeNumber(text: string, largest: number): number {
  if (/^\d{1,6}$/u.test(text) && Number(text) >= 1 && Number(text) <= largest) return Number(text);
  throw new InvalidArgumentError(`It has to be a whole number from 1 to ${String(largest)}.`);
}
