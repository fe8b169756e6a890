import { isOnPath, lastWords, run } from './run.mjs';
import { step } from './say.mjs';
import { Stop } from './stop.mjs';

// What Electron links or loads, and what a picture of a window needs, by package manager.
// libxss1 is only loaded at run time, so ldd does not name it; the font is for the tour's pictures.
const DEBIAN_PACKAGES = [
  'xvfb',
  'libnss3',
  'libgbm1',
  'libasound2',
  'libgtk-3-0',
  'libxss1',
  'fonts-inter',
];
const FEDORA_PACKAGES = [
  'xorg-x11-server-Xvfb',
  'nss',
  'mesa-libgbm',
  'alsa-lib',
  'gtk3',
  'libXScrnSaver',
];
const ARCH_PACKAGES = ['xorg-server-xvfb', 'nss', 'mesa', 'alsa-lib', 'gtk3', 'libxss'];

/**
 * Makes sure that Electron finds its shared libraries, and that a virtual X server is there if one is needed.
 * As root on Debian or its heirs missing ones are installed; otherwise the exact command is said.
 *
 * @param {{ executable: string, needsVirtualDisplay: boolean }} wanted
 */
export async function ensureSystemLibraries(wanted) {
  if (process.platform !== 'linux') return;
  const missing = await whatIsMissing(wanted);
  if (missing.length === 0) return;

  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    await installOnDebian(missing.length);
    const still = await whatIsMissing(wanted);
    if (still.length === 0) return;
    throw new Stop(
      `After the installation these are still missing: ${still.join(', ')}; install the packages that bring them and start again.`,
    );
  }
  throw new Stop(
    `Electron needs ${missing.join(', ')} from this system: run "${installCommand()}" and start again.`,
  );
}

/**
 * @param {{ executable: string, needsVirtualDisplay: boolean }} wanted
 * @returns {Promise<string[]>} library and program names
 */
async function whatIsMissing({ executable, needsVirtualDisplay }) {
  const listed = await run('ldd', [executable]);
  // eslint-disable-next-line regexp/no-super-linear-move -- what ldd says of one program
  const missing = [...listed.stdout.matchAll(/^\s*(\S+) => not found$/gm)].map(
    ([, name]) => name ?? '',
  );
  if (needsVirtualDisplay && !isOnPath('Xvfb')) missing.push('Xvfb');
  return [...new Set(missing)];
}

/** @param {number} count */
async function installOnDebian(count) {
  const what = `Install system packages for Electron (missing libraries and programs: ${count})`;
  await step(what, async (note) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    note('reading the package lists');
    await apt(['update', '-qq'], env);
    note('installing');
    await apt(
      ['install', '-y', '-qq', '--no-install-recommends', ...(await debianPackages())],
      env,
    );
  });
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function apt(args, env) {
  // Another apt (unattended upgrades on a fresh machine) holds the lock for a while: wait for it.
  const finished = await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env });
  if (finished.code !== 0) {
    throw new Stop(
      `apt-get ${args[0]} failed (${lastWords(finished)}): run "${installCommand()}" by hand and start again.`,
    );
  }
}

/** Since the 64-bit time change, Debian 13 and Ubuntu 24.04 call two of them ...t64. */
async function debianPackages() {
  const names = [];
  for (const name of DEBIAN_PACKAGES) {
    const renamed = `${name}t64`;
    const known = await run('apt-cache', ['show', '--no-all-versions', renamed]);
    names.push(known.code === 0 && known.stdout.includes(`Package: ${renamed}\n`) ? renamed : name);
  }
  return names;
}

/** The command for this system, to be copied as it is. */
function installCommand() {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  if (isOnPath('apt-get')) return `${sudo}apt-get install -y ${DEBIAN_PACKAGES.join(' ')}`;
  if (isOnPath('dnf')) return `${sudo}dnf install -y ${FEDORA_PACKAGES.join(' ')}`;
  if (isOnPath('pacman')) return `${sudo}pacman -S --needed ${ARCH_PACKAGES.join(' ')}`;
  return 'your package manager for the libraries named above';
}
