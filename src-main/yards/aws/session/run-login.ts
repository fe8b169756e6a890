/** `aws sso login` and `aws login`, run by a press of a person: they open the browser themselves. */
import { spawn } from 'node:child_process';

import { fail, succeed, type Result } from '../../../../src-shared/result.ts';

const patienceMs = 5 * 60_000;

/**
 * @param words after `aws`; given to the program as they are, without a shell.
 * Nothing it prints is kept: it prints device codes and addresses with tokens in them.
 */
export function runLogin(
  words: readonly string[],
  program = 'aws',
  waitMs = patienceMs,
): Promise<Result<null>> {
  return new Promise((resolve) => {
    const child = spawn(program, [...words], { stdio: 'ignore', timeout: waitMs });
    child.once('error', () =>
      resolve(
        fail({
          code: 'signed-out',
          message: 'The AWS CLI, which does the sign-in, was not found.',
        }),
      ),
    );
    child.once('exit', (code, signal) => {
      const message =
        signal === null
          ? 'The sign-in did not succeed.'
          : `The sign-in was not finished within ${Math.round(waitMs / 60_000)} minutes.`;
      resolve(code === 0 ? succeed(null) : fail({ code: 'signed-out', message }));
    });
  });
}
