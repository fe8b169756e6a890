/** What this start of the executable is for. Unknown switches belong to Chromium and are left alone. */

export type StartOrder =
  | {
      readonly kind: 'panel';
      readonly dataFolder: string | null;
      readonly yardFolder: string | null;
    }
  | { readonly kind: 'yard-host'; readonly yardFolder: string };

export function readArguments(argv: readonly string[]): StartOrder {
  const host = valueOf(argv, '--yard-host');
  if (host !== null) return { kind: 'yard-host', yardFolder: host };
  return {
    kind: 'panel',
    dataFolder: valueOf(argv, '--data'),
    yardFolder: valueOf(argv, '--yard'),
  };
}

function valueOf(argv: readonly string[], name: string): string | null {
  const prefix = `${name}=`;
  const found = argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
  return found === undefined || found === '' ? null : found;
}
