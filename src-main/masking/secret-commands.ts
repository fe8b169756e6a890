/**
 * Secrets that programs take in a way of their own: `curl -u user:x`, `echo x | chpasswd`. Program and
 * secret are found apart and then brought together: a pattern from the one to the other would look
 * through the rest of the line for each of them.
 */
import { isHarmlessValue } from './secret-names.ts';
import { spansOf, type Span } from './span.ts';

interface Command {
  readonly program: RegExp;
  /** Hides its group `hide`, the first one behind each program. */
  readonly secret: RegExp;
}

const commands: readonly Command[] = [
  {
    program: /\bcurl\b/gu,
    secret: /\s(?:-u|--user|-U|--proxy-user)(?:=|\s+)?["']?[^\s:"']*:(?<hide>[^\s"']+)/dgu,
  },
  {
    program: /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b/gu,
    secret: /\s-p(?<hide>[^\s"']+)/dgu,
  },
  {
    program:
      /\b(?:sshpass|docker login|podman login|helm registry login|mongo(?:sh|dump)?|redis-cli|az login)\b/gu,
    secret: /\s-[pa]\s*(?<hide>[^\s-][^\s]*)/dgu,
  },
];

/** Those whose secret has a place of its own. */
const inPlace: readonly RegExp[] = [
  /\bhtpasswd\s+-\w{0,10}b\w{0,10}\s+\S+\s+\S+\s+(?<hide>\S+)/dgu,
  /\b(?:IDENTIFIED\s+BY|PASSWORD)\s+(?:PASSWORD\s+)?["'](?<hide>[^"']+)["']/dgiu,
  /\b(?:login|user|machine)\s+\S+\s+password\s+(?<hide>\S+)/dgu,
  /\bnet\s+user\s+\S+\s+(?<hide>[^\s/]\S*)/dgiu,
  /\bConvertTo-SecureString\s+(?:-String\s+)?["']?(?<hide>[^\s"'$-][^\s"']*)/dgiu,
];

const printed = /\becho\s+(?:-\w+\s+)*/gu;
const takenIn =
  /\|\s*(?:sudo\s+)?(?:[\w./-]{1,200}\/)?(?:chpasswd|passwd|docker login|podman login|openssl|gpg|htpasswd|sudo -S)\b/gu;

/** Of each program the first secret behind it. */
function taken(line: string, { program, secret }: Command): Span[] {
  const found: Span[] = [];
  const secrets = spansOf(line, secret);
  let next = 0;
  for (const match of line.matchAll(program)) {
    const from = match.index + match[0].length;
    while ((secrets[next]?.start ?? Infinity) < from) next += 1;
    const first = secrets[next];
    if (first === undefined) break;
    if (found.at(-1) !== first) found.push(first);
  }
  return found;
}

/** From `echo` to the next program that reads a password. */
function piped(line: string): Span[] {
  const found: Span[] = [];
  const ends = [...line.matchAll(takenIn)].map(({ index }) => index);
  let next = 0;
  let covered = 0;
  for (const match of line.matchAll(printed)) {
    const start = match.index + match[0].length;
    if (start < covered) continue;
    while ((ends[next] ?? Infinity) < start) next += 1;
    const upTo = ends[next];
    if (upTo === undefined) break;
    const end = start + line.slice(start, upTo).trimEnd().length;
    if (end > start) found.push({ start, end });
    covered = upTo;
  }
  return found;
}

export function secretsOfCommands(line: string): Span[] {
  return [
    ...commands.flatMap((command) => taken(line, command)),
    ...inPlace.flatMap((pattern) => spansOf(line, pattern)),
    ...piped(line),
  ].filter(({ start, end }) => !isHarmlessValue(line.slice(start, end)));
}
