/** What a process of ours beside the panel is started with. */

/** Nothing that belongs to a person or an account: a host's blocks and a camera's pages must not find it. */
export function processEnvironment(): NodeJS.ProcessEnv {
  const kept = [
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'TMPDIR',
    'XDG_RUNTIME_DIR',
    'SystemRoot',
    'TEMP',
    'APPDATA',
  ];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
