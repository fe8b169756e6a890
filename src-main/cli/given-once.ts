/** Of an option that is given twice the last one would count, unsaid: in a yard, or for a fleet, that nobody meant. */
import { InvalidArgumentError, type Command } from 'commander';

/** With all that is below it. Called once, when all of its options are there. */
export function takeOptionsOnce(command: Command): void {
  for (const option of command.options) {
    // A word without a value says the same twice.
    if (!option.required || option.variadic) continue;
    const { parseArg } = option;
    let isGiven = false;
    option.argParser<unknown>((value, previous) => {
      if (isGiven) throw new InvalidArgumentError('It is given twice: say it once.');
      isGiven = true;
      return parseArg === undefined ? value : parseArg(value, previous);
    });
  }
  for (const each of command.commands) takeOptionsOnce(each);
}
