/** Completion for shells, made from the commands themselves so that it cannot fall behind. Pure. */
export interface CompletedCommand {
  readonly name: string;
  readonly options: readonly string[];
  readonly commands: readonly CompletedCommand[];
}

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export function completionFor(shell: Shell, root: CompletedCommand): string {
  switch (shell) {
    case 'bash':
      return bash(root);
    case 'zsh':
      return `#compdef ${root.name}\nautoload -U +X bashcompinit && bashcompinit\n${bash(root)}`;
    case 'fish':
      return fish(root);
  }
}

/** Each path of commands with the words that may follow it. */
function paths(command: CompletedCommand, before: readonly string[] = []): [string, string][] {
  const words = [...command.commands.map(({ name }) => name), ...command.options].join(' ');
  const here: [string, string] = [before.join(' '), words];
  return [here, ...command.commands.flatMap((one) => paths(one, [...before, one.name]))];
}

function bash(root: CompletedCommand): string {
  const cases = paths(root)
    .map(([path, words]) => `    '${path}') words='${words}' ;;`)
    .join('\n');
  return `_${root.name}() {
  local word path='' words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _${root.name} -o default ${root.name}
`;
}

function fish(root: CompletedCommand): string {
  const lines = root.commands.flatMap((command) => [
    `complete -c ${root.name} -n __fish_use_subcommand -a ${command.name}`,
    ...command.commands.map(({ name }) => `complete -c ${root.name} -n '__fish_seen_subcommand_from ${command.name}' -a ${name}`), // prettier-ignore
    ...command.options.map((option) => `complete -c ${root.name} -n '__fish_seen_subcommand_from ${command.name}' -l ${option.replace(/^-+/u, '')}`), // prettier-ignore
  ]);
  return `${lines.join('\n')}\n`;
}
