/** The environment of a block: built from nothing, so that no secret of the host can be in it. */
import { FaultError } from '../../../src-shared/result.ts';
import { showPath } from '../images/image-path.ts';

export interface EnvironmentOrder {
  readonly portVariable: string;
  readonly port: number;
  readonly block: string;
  readonly generation: string;
  /** Different for each launch: finds what a block left behind. */
  readonly mark: string;
  readonly recipeEnv: Readonly<Record<string, string>>;
}

/** Without these Windows programs do not even start; none of them says who the user is. */
const NEEDED_ON_WINDOWS = [
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ComSpec',
  'PATHEXT',
  'TEMP',
  'TMP',
];
/** Where programs are looked for when nobody says so. */
export const fallbackPath = '/usr/local/bin:/usr/bin:/bin';

/**
 * PATH (to find programs), the recipe's variables, and what the yard says: port, `HOST=127.0.0.1`,
 * names. The yard's win over the recipe's. Throws FaultError `bad-input` for impossible names.
 */
export function blockEnvironment(
  order: EnvironmentOrder,
  hostEnv: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Record<string, string> {
  const env: Record<string, string> = { PATH: hostEnv['PATH'] ?? fallbackPath };
  if (platform === 'win32') {
    env['PATH'] = hostEnv['PATH'] ?? hostEnv['Path'] ?? '';
    for (const name of NEEDED_ON_WINDOWS) {
      const value = hostEnv[name];
      if (value !== undefined) env[name] = value;
    }
  }
  for (const [name, value] of Object.entries(order.recipeEnv)) {
    if (!/^[^=\0]+$/.test(name) || value.includes('\0')) {
      throw new FaultError({
        code: 'bad-input',
        message: `The recipe's environment has an impossible variable ${showPath(name)}.`,
        where: showPath(name),
        todo: 'Correct its name or value in the recipe.',
      });
    }
    env[name] = value;
  }
  return {
    ...env,
    [order.portVariable]: String(order.port),
    HOST: '127.0.0.1',
    BLOCKYARD_BLOCK: order.block,
    BLOCKYARD_GENERATION: order.generation,
    [LAUNCH_MARK]: order.mark,
  };
}

export const LAUNCH_MARK = 'BLOCKYARD_LAUNCH';
