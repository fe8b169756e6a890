/** What the crash window says. Pure: plain sentences, and lines for a terminal that need no window. */
import { join } from 'node:path';
import { cliLine } from '../../src-shared/cli-line.ts';
import type { CrashFacts } from '../../src-shared/crash-facts.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { powershellLiteral, powershellQuote, shellQuote } from '../../src-shared/shell-quote.ts';
import { plain, unshowable } from '../../src-shared/wording.ts';
import type { CrashReport } from './crash-report.ts';

export interface CrashPlace {
  readonly platform: NodeJS.Platform;
  /** The executable when it is the packaged program; null: `npx blockyard` out of the sources. */
  readonly executable: string | null;
  /** Where the command line looks when nothing is said. */
  readonly usualDataFolder: string;
}

export function crashFacts(report: CrashReport, place: CrashPlace): CrashFacts {
  const { what, running, fleets, theme, dataFolder } = report;
  const isWindows = place.platform === 'win32';
  // A line with something in it that nobody sees is not one to be pasted. What PowerShell hands a program on Windows
  // is read again there, where no quoting of ours holds back a double quote or a variable.
  const isShowable = (line: string): boolean =>
    line.replace(unshowable, '') === line && !(isWindows && /["%]/u.test(line));
  const quoting = isWindows ? powershellQuote : undefined;
  const lines = fleets.flatMap(({ yard, fleet, name, wayBack }) => {
    if (wayBack === null) return [];
    const known = { id: fleet, generations: [] } as unknown as Fleet;
    const line = `${commandOf(dataFolder, place)}${cliLine(yard, known, { kind: 'revert', to: wayBack }, quoting).slice('blockyard'.length)}`;
    return isShowable(line) ? [{ fleet: plain(name, 60), line }] : [];
  });
  const isWindow = what === 'window';
  const warning = quitWarning(report);
  const wayless = fleets.filter(({ wayBack }) => wayBack === null).length;
  return {
    theme,
    title: isWindow ? 'The window of Blockyard crashed' : 'Blockyard crashed',
    sentences: [
      isWindow
        ? 'Its page ended or hung several times in a row, so it is not loaded again by itself.'
        : 'Its main process met an error that it does not know, and has ended.',
      'The servers and their traffic go on: the yard runs in a process of its own, and accounts do not need this program.',
      ...(running.length === 0 ? [] : [runningSentence(isWindow, running)]),
      ...(warning === null ? [] : [warning]),
    ],
    journal: plain(join(dataFolder, 'journal'), 400),
    commands: lines,
    without: withoutText(wayless, fleets.length - wayless - lines.length, lines.length),
    restart: isWindow ? 'Open the window again' : 'Restart Blockyard',
    quit: quitText(report),
  };
}

type Quitting = Pick<CrashReport, 'what' | 'onQuit'>;

/** A panel that has ended stops nothing any more. */
function stopsYard({ what, onQuit }: Quitting): boolean {
  return what === 'window' && onQuit === 'stop-yard';
}

/** Null where quitting touches no yard. */
export function quitWarning(report: Quitting): string | null {
  if (!stopsYard(report)) return null;
  return 'Quit stops the local yard too, as the settings say: its servers end and requests are refused.';
}

export function quitText(report: Quitting): string {
  return stopsYard(report) ? 'Quit and stop the yard' : 'Quit';
}

function runningSentence(isWindow: boolean, running: readonly string[]): string {
  const what = running.map((title) => plain(title, 120)).join('; ');
  return isWindow
    ? `What runs goes on without the window: ${what}.`
    : `This ran and waits for the next start, which goes on with it, or for another panel: ${what}. Until then nothing more is moved by it, and its guards do not watch.`;
}

/** @param unsafe those whose command is not one to be pasted. */
function withoutText(wayless: number, unsafe: number, shown: number): string | null {
  if (wayless + unsafe + shown === 0) {
    return 'No fleet was seen by this panel, so there is no way back to name.';
  }
  const said: string[] = [];
  if (wayless > 0 && shown + unsafe === 0) said.push('No fleet had a way back when it was seen last.');
  else if (wayless > 0) said.push(`${String(wayless)} more ${fleetWord(wayless)} had no way back when seen last.`); // prettier-ignore
  if (unsafe > 0) {
    said.push(
      `The command of ${String(unsafe)} ${fleetWord(unsafe)} is not shown: a name in it holds signs that are not safe to paste.`,
    );
  }
  return said.length === 0 ? null : said.join(' ');
}

function fleetWord(count: number): string {
  return count === 1 ? 'fleet' : 'fleets';
}

function commandOf(
  dataFolder: string,
  { platform, executable, usualDataFolder }: CrashPlace,
): string {
  const isWindows = platform === 'win32';
  const quoted = (word: string): string => (isWindows ? powershellLiteral(word) : shellQuote(word));
  const run = executable === null ? 'npx blockyard' : `${isWindows ? '& ' : ''}${quoted(executable)} cli`; // prettier-ignore
  if (dataFolder === usualDataFolder) return run;
  return isWindows
    ? `$env:BLOCKYARD_DATA=${quoted(dataFolder)}; ${run}`
    : `BLOCKYARD_DATA=${quoted(dataFolder)} ${run}`;
}
