/** The part of the command line that reads what was done, writes notes about it, and compares. */
import { Option, type Command } from 'commander';
import { longestNote } from '../../src-shared/note.ts';
import { compareContents, wantsContents, type ContentsFlags } from './commands/compare-contents.ts';
import { compareTwoBehaviours } from './commands/compare-behaviour.ts';
import { compareDisks } from './commands/compare-disks.ts';
import { comparePages } from './commands/compare-pages.ts';
import { compareTwoGenerations, compareTwoImages } from './commands/compare.ts';
import { listHistory, saveRecordFindings, showIncident, showRecord } from './commands/history.ts';
import { listNotes, writeNote } from './commands/notes.ts';
import type { ExitCode } from './exit-code.ts';
import type { CliRun } from './ground.ts';
import { wholeNumber } from './whole-number.ts';

type Act = (run: CliRun) => Promise<ExitCode>;

interface GenerationsFlags {
  readonly fleet?: string;
  readonly pages?: string;
  readonly save?: string;
  readonly behaviour?: true;
}

export function addRecords(program: Command, run: (act: Act) => Promise<void>): void {
  program
    .command('history')
    .description('what was done from this computer')
    .argument('[rollout]', 'its id or the beginning of it: the whole record')
    .option('--limit <events>', 'newest events', (text) => wholeNumber(text, 100_000), 50)
    .option('--summary', 'of one change: a summary for an incident, as Markdown')
    .option('--save <file>', 'of one change: what was found before it, as FILE.md or FILE.html')
    .action((named: string | undefined, flags: { limit: number; summary?: true; save?: string }) =>
      run((one) => {
        if (named === undefined) return listHistory(one, flags.limit);
        if (flags.save !== undefined) return saveRecordFindings(one, named, flags.save);
        return flags.summary === true ? showIncident(one, named) : showRecord(one, named);
      }),
    );
  program
    .command('note')
    .description('write a note onto the timeline, kept in the yard for everybody')
    .argument('<text>', `at most ${String(longestNote)} characters`)
    .option('-f, --fleet <name>', 'the fleet; left out: the only one')
    .option('--rollout <id>', 'the change that it is about: its id, or the beginning of it')
    .action((text: string, flags: { fleet?: string; rollout?: string }) =>
      run((one) =>
        writeNote(one, text, { fleet: flags.fleet ?? null, rollout: flags.rollout ?? null }),
      ),
    );
  program
    .command('notes')
    .description('the newest notes that people wrote')
    .argument('[fleet]', 'name or id; left out: of all')
    .action((named?: string) => run((one) => listNotes(one, named ?? null)));
  const compare = program.command('compare').description('what differs, changed facts first');
  compare
    .command('images')
    .argument('<a>')
    .argument('<b>')
    .option('--contents', 'their files and packages instead of their facts')
    .addOption(
      new Option(
        '--disks',
        'how much of the disks behind two AMIs differs; AWS charges it',
      ).conflicts(['contents', 'file', 'leftPackages', 'rightPackages', 'save']),
    )
    .option('--file <path>', 'of the contents, one changed file line by line')
    .option('--left-packages <file>', 'a lockfile or bill of materials of the left one')
    .option('--right-packages <file>', 'the same of the right one')
    .option('--save <file>', 'what was found, as FILE.md or FILE.html')
    .action((a: string, b: string, { disks, ...flags }: ContentsFlags & { disks?: true }) =>
      run((one) => {
        if (disks === true) return compareDisks(one, a, b);
        return wantsContents(flags)
          ? compareContents(one, a, b, flags)
          : compareTwoImages(one, a, b, flags.save ?? null);
      }),
    );
  compare
    .command('generations')
    .argument('<a>')
    .argument('<b>')
    .option('-f, --fleet <name>', 'left out: the only one')
    .option('--pages <file>', 'how they look and answer instead, by a list of paths as JSON')
    .option('--save <file>', 'what was found, as FILE.md or FILE.html')
    .addOption(
      new Option(
        '--behaviour',
        'how they start and answer sample requests instead, of / or of the list of --pages',
      ).conflicts('save'),
    )
    .action((a: string, b: string, flags: GenerationsFlags) =>
      run((one) => {
        const common = { named: flags.fleet ?? null, save: flags.save ?? null };
        if (flags.behaviour === true) {
          return compareTwoBehaviours(one, a, b, { ...common, file: flags.pages ?? null });
        }
        return flags.pages === undefined
          ? compareTwoGenerations(one, a, b, common)
          : comparePages(one, a, b, { ...common, file: flags.pages });
      }),
    );
}
