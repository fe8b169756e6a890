import { prepareElectron } from '../setup/prepare.mjs';
import { Stop } from '../setup/stop.mjs';
import { prefersVirtualDisplay } from '../setup/virtual-display.mjs';

// `moto` is looked for by the tests that need it: e2e/aws-lab/moto-server.ts.
const KNOWN = ['electron', 'moto'];

/**
 * The counterparts that must be present, from BLOCKYARD_REQUIRE ("electron,moto"): where CI runs, a missing one is a
 * failure and not a skip.
 *
 * @returns {ReadonlySet<string>}
 */
export function requiredCounterparts() {
  const names = (process.env.BLOCKYARD_REQUIRE ?? '').split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) {
    throw new Stop(
      `BLOCKYARD_REQUIRE names ${unknown.join(', ')}, which is unknown: it may name ${KNOWN.join(', ')}.`,
    );
  }
  return new Set(names);
}

/**
 * @param {string} root
 * @param {ReadonlySet<string>} required
 * @returns {Promise<{ kind: 'present', electron: import('../setup/electron-binary.mjs').ElectronBinary } | { kind: 'absent', reason: string }>}
 */
export async function electronForTests(root, required) {
  try {
    return {
      kind: 'present',
      electron: await prepareElectron(root, { needsVirtualDisplay: prefersVirtualDisplay() }),
    };
  } catch (error) {
    if (required.has('electron') || !(error instanceof Stop)) throw error;
    return { kind: 'absent', reason: error.message };
  }
}
