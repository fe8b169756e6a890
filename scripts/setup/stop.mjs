/** A failure whose message is one sentence for a person: what is wrong and what to do. */
export class Stop extends Error {}

/**
 * Runs a command's body and turns every failure into one line on stderr and exit code 1.
 * A stack trace is printed only when BLOCKYARD_DEBUG is set: the reader is someone who wants to start the app.
 *
 * @param {() => Promise<number | void>} body resolves to the exit code (nothing means 0)
 */
export async function endWithOneSentence(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    const message = error instanceof Error ? error.message : String(error);
    const sentence = error instanceof Stop ? message : `This was not expected: ${message}`;
    process.stderr.write(`\n${sentence}\n`);
    if (process.env.BLOCKYARD_DEBUG && error instanceof Error)
      process.stderr.write(`${error.stack}\n`);
  }
}
