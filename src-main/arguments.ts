/** What this start of the executable is for; `cli` as its first word makes it the command line. Unknown switches belong to Chromium and are left alone. */

export type StartOrder =
  | {
      readonly kind: 'panel';
      readonly dataFolder: string | null;
      readonly yardFolder: string | null;
    }
  | { readonly kind: 'yard-host'; readonly yardFolder: string }
  /** Draws pages for one comparison; told by whoever started it. */
  | { readonly kind: 'camera' }
  | { readonly kind: 'crash-window'; readonly reportPath: string }
  | { readonly kind: 'cli'; readonly args: readonly string[] };

export function readArguments(argv: readonly string[]): StartOrder {
  const host = valueOf(argv, '--yard-host');
  if (host !== null) return { kind: 'yard-host', yardFolder: host };
  const report = valueOf(argv, '--crash-report');
  if (report !== null) return { kind: 'crash-window', reportPath: report };
  const cli = argv.indexOf('cli');
  if (cli !== -1 && argv.slice(1, cli).every(isNoWord)) {
    return { kind: 'cli', args: argv.slice(cli + 1) };
  }
  if (argv.includes('--camera')) return { kind: 'camera' };
  return {
    kind: 'panel',
    dataFolder: valueOf(argv, '--data'),
    yardFolder: valueOf(argv, '--yard'),
  };
}

/** A switch of Chromium, or the app's own folder when it is not packaged. */
function isNoWord(argument: string): boolean {
  return (
    argument.startsWith('-') ||
    argument.includes('/') ||
    argument.includes('\\') ||
    argument === '.'
  );
}

function valueOf(argv: readonly string[], name: string): string | null {
  const prefix = `${name}=`;
  const found = argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
  return found === undefined || found === '' ? null : found;
}
