/** Why a profile gives no credentials. The SDK's messages hold command lines and paths: none is shown. */
import { FaultError, type Fault } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { shellQuote } from '../../../../src-shared/shell-quote.ts';
import { networkTrouble } from './network-trouble.ts';
import type { ProfileChain } from './profile-chain.ts';
import type { ProfileChoice } from './profile-choice.ts';

/** What the one Sign in button does. */
export type SignInAct =
  /** Reads the profile again. */
  | { readonly kind: 'read-again' }
  | { readonly kind: 'mfa-code'; readonly device: string }
  /** Runs the AWS CLI's own login, which opens the browser; the command is shown beside the button. */
  | { readonly kind: 'login'; readonly command: string; readonly arguments: readonly string[] };

export function loginOf(root: ProfileChain['root']): SignInAct | null {
  if (root.kind !== 'sso' && root.kind !== 'login') return null;
  const verb = root.kind === 'sso' ? ['sso', 'login'] : ['login'];
  // `--profile=` and not two words: a profile named `-x` would be taken for an option.
  const words = [...verb, `--profile=${root.name}`];
  const command = ['aws', ...verb, '--profile', shellQuote(root.name)].join(' ');
  return { kind: 'login', command, arguments: words };
}

export function faultOfProvider(
  error: unknown,
  profile: ProfileChoice,
  root: ProfileChain['root'],
): Fault {
  const name = plain(profile.name, 80);
  if (error instanceof FaultError) {
    const { fault } = error;
    return fault.code === 'denied' && profile.mfaDevice !== undefined
      ? { ...fault, message: `${fault.message} The code may have been wrong or used before.` }
      : fault;
  }
  const network = networkTrouble(error);
  if (network !== null)
    return {
      code: 'unreachable',
      message: `Profile ${name} could not be signed in. ${network.message}`,
      todo: network.todo,
    };
  const login = loginOf(root);
  if (login?.kind === 'login')
    return signedOut(`The session of profile ${name} has ended.`, `Run ${login.command}`);
  if (root.kind === 'process')
    return signedOut(
      `The program ${profile.command ?? 'behind the profile'} gave no credentials for profile ${name}.`,
      'Run it in a terminal to see why, then sign in again.',
    );
  if (root.kind === 'web-identity')
    return signedOut(
      `The token file of profile ${name} gave no credentials.`,
      'Renew that file, then sign in again.',
    );
  return signedOut(
    `Profile ${name} gives no credentials.`,
    'Check the profile in the AWS files, then sign in again.',
  );
}

function signedOut(message: string, todo: string): Fault {
  return { code: 'signed-out', message, todo };
}
