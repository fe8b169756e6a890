/** The command line: names, options, help and examples. What each command does stands in its own file. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { longestFindingsReason } from '../../src-shared/findings-bounds.ts';
import { largestSize, longestReason } from '../../src-shared/sizes.ts';
import * as changes from './commands/change.ts';
import { listLeftovers } from './commands/leftovers.ts';
import * as see from './commands/see.ts';
import { stopYard } from './commands/stop-yard.ts';
import { watch } from './commands/watch.ts';
import { again } from './commands/again.ts';
import { pauseEntry, unpauseEntry } from './commands/pause.ts';
import { noteData } from './commands/note-data.ts';
import { addRunners, setWork } from './commands/sample.ts';
import { takeOver } from './commands/take-over.ts';
import { rehearse, showInsurance } from './commands/way-back.ts';
import { listRollouts, say, type WordName } from './commands/words.ts';
import { completionFor, shells, type CompletedCommand, type Shell } from './completion.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';
import type { CliGround, CliRun } from './ground.ts';
import { takeOptionsOnce } from './given-once.ts';
import { wholeNumber } from './whole-number.ts';
import { releaseFileJsonSchema } from './release-json-schema.ts';
import { addRecords } from './program-records.ts';
import { createTerminal, type Streams } from './terminal.ts';
import { dataChangeSchema } from '../../src-shared/data-note-schema.ts';
import type { Fault } from '../../src-shared/result.ts';
import { plain, plainText } from '../../src-shared/wording.ts';

type Act = (run: CliRun) => Promise<ExitCode>;

interface Globals {
  readonly json?: true;
  readonly yard?: string;
}

interface ChangeFlags {
  readonly fleet?: string;
  readonly yes?: true;
  readonly plan?: true;
  readonly handOver?: true;
  readonly acceptWarnings?: string;
}

/** @returns the code to end with. Nothing is printed but through `streams`. */
export async function runCli(
  args: readonly string[],
  ground: CliGround,
  streams: Streams,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  // Before the words are understood, and perhaps they never are.
  const isJson = args.includes('--json');
  const program = createProgram(streams, ground.version, async (globals, act) => {
    const terminal = createTerminal(streams, globals.json === true);
    code = await act({ ...ground, terminal, yard: globals.yard ?? null });
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    // Commander has said what is wrong; asked-for help ends well.
    const { exitCode, message = '' } = error as { exitCode?: number; message?: string };
    if (exitCode === undefined) throw error;
    if (exitCode === 0) return exitCodes.done;
    if (isJson) createTerminal(streams, true).fault(usageFault(message));
    return exitCodes.usage;
  }
  return code;
}

function usageFault(said: string): Fault {
  const message = plain(said.replace(/^error: /u, ''), 400);
  return { code: 'bad-input', message, todo: 'See --help.' };
}

type Begin = (globals: Globals, act: Act) => Promise<void>;

function createProgram({ out, err }: Streams, version: string, begin: Begin): Command {
  const program = new Command('blockyard');
  const run = (act: Act): Promise<void> => begin(program.opts<Globals>(), act);
  program
    .description(
      'Releases immutable fleets: a new generation beside the old, one press over, one press back.',
    )
    .version(version)
    .option('--json', 'one JSON object a line, for machines')
    .option('--yard <name>', 'the yard; left out: the local one')
    .exitOverride()
    // What was typed is quoted in it: also what was pasted from somewhere.
    .configureOutput({
      ...{ writeOut: out, writeErr: err },
      outputError: (text, write) => {
        write(plainText(text));
      },
    })
    .showHelpAfterError('(see --help)')
    .addHelpText('after', footer);
  addSeeing(program, run);
  addChanges(program, run, false);
  const plan = program
    .command('plan')
    .description('show what a change would do, and begin nothing');
  addChanges(plan, run, true);
  addWords(program, run);
  addRecords(program, run);
  program
    .command('completion')
    .description(
      'completion for your shell: blockyard completion bash > /etc/bash_completion.d/blockyard',
    )
    .addArgument(program.createArgument('<shell>').choices(shells))
    .action((shell: Shell) => {
      out(completionFor(shell, described(program)));
    });
  takeOptionsOnce(program);
  return program;
}

const footer = `
Exit codes: 0 done, 1 failed, 2 wrong command line or file, 3 refused, 4 not reachable or signed out,
            5 stopped, taken back or overtaken, 6 accepted and not verified, 130 left by Ctrl-C.
Examples:
  blockyard fleet show storefront
  blockyard plan cutover v002
  blockyard release storefront.yaml --yes
  blockyard revert
  blockyard watch --carry --json`;

function addSeeing(program: Command, run: (act: Act) => Promise<void>): void {
  const yard = program.command('yard').description('yards: the local one and connected accounts');
  yard
    .command('ls')
    .description('all that are known')
    .action(() => run(see.listYards));
  yard
    .command('start')
    .description('start or reach it')
    .action(() => run(see.startYard));
  yard
    .command('stop')
    .description('stop the local host with its entries and blocks')
    .option('--yes', 'also while a change runs, or while what changed last is not saved')
    .action((flags: { yes?: true }) => run((one) => stopYard(one, flags.yes === true)));
  const fleet = program.command('fleet').description('fleets, generations and blocks');
  fleet
    .command('ls')
    .description('all of the yard')
    .action(() => run(see.listFleets));
  fleet
    .command('show')
    .description('one fleet with its generations, blocks and way back')
    .argument('[fleet]', 'name or id; left out: the only one')
    .action((named?: string) => run((one) => see.showFleet(one, named ?? null)));
  fleet
    .command('insurance')
    .description('whatever would make a revert slow or impossible, each with what can be done')
    .argument('[fleet]', 'name or id; left out: the only one')
    .action((named?: string) => run((one) => showInsurance(one, named ?? null)));
  fleet
    .command('leftovers')
    .description(
      'generations without traffic that still cost, and what others have left behind; ends nothing',
    )
    .argument('[fleet]', 'name or id; left out: the only one')
    .action((named?: string) => run((one) => listLeftovers(one, named ?? null)));
  const image = program.command('image').description('immutable images');
  image
    .command('ls')
    .description('all of the yard')
    .action(() => run(see.listImages));
  image
    .command('show')
    .argument('<image>', 'id, the beginning of it, or NAME@VERSION')
    .action((named: string) => run((one) => see.showImage(one, named)));
  image
    .command('import')
    .description('from a folder or .tgz with a manifest')
    .argument('<path>')
    .action((path: string) => run((one) => see.importImage(one, path)));
}

function addChanges(parent: Command, run: (act: Act) => Promise<void>, planOnly: boolean): void {
  const add = (name: string, description: string): Command => {
    const command = parent
      .command(name)
      .description(description)
      .option('-f, --fleet <name>', 'the fleet; left out: the only one');
    if (planOnly) return command;
    return command
      .option('--plan', 'show what it would do, and begin nothing')
      .option('--yes', 'pass each place where it waits for a person')
      .option('--hand-over', 'hand it over to whoever asks for it');
  };
  const options = (flags: ChangeFlags): changes.ChangeOptions => ({
    ...{ fleet: flags.fleet ?? null, yes: flags.yes === true, handOver: flags.handOver === true },
    acceptWarnings: flags.acceptWarnings ?? null,
    planOnly: planOnly || flags.plan === true,
  });
  /** Of what has a preflight. */
  const addChecked = (name: string, description: string): Command => {
    const command = add(name, description);
    return planOnly ? command : command.addOption(reasonOption());
  };
  addChecked('cutover', 'send all traffic to a generation')
    .argument('<generation>', 'v002')
    .action((to: string, flags: ChangeFlags) => run((one) => changes.cutOver(one, to, options(flags)))); // prettier-ignore
  add('revert', 'send all traffic back; waits for nothing and overtakes whatever runs')
    .option('--to <generation>', 'left out: the way back')
    .action((flags: ChangeFlags & { to?: string }) => run((one) => changes.revert(one, flags.to ?? null, options(flags)))); // prettier-ignore
  addChecked('release', 'launch, prove, cut over by steps, bake: as the file says')
    .argument('[file]', 'JSON or YAML; the window copies one as a script')
    .option('--schema', 'print the JSON schema of the file')
    .action((file: string | undefined, flags: ChangeFlags & { schema?: true }, command: Command) =>
      run((one) => releaseOrSchema(one, file, flags.schema === true, options(flags), command)),
    );
  addChecked('again', 'a release, a launch or a cutover of the record once more, in the form it was made with')
    .argument('<rollout>', 'its id or the beginning of it')
    .action((named: string, flags: ChangeFlags) => run((one) => again(one, named, options(flags)))); // prettier-ignore
  add('launch', 'launch a generation that gets no traffic')
    .argument('<image>', 'id, the beginning of it, or NAME@VERSION')
    .addOption(sizeOption('blocks; left out: as the one that serves'))
    .action((image: string, flags: ChangeFlags & { size?: number }) => run((one) => changes.launch(one, image, flags.size ?? null, options(flags)))); // prettier-ignore
  add('replace', 'one block for a fresh one of the same generation')
    .argument('<block>', 'id, or v002/3 for the block in slot 3')
    .action((block: string, flags: ChangeFlags) => run((one) => changes.replace(one, block, options(flags)))); // prettier-ignore
  add('scale', 'more or fewer blocks of a generation')
    .argument('<generation>')
    .addOption(sizeOption('blocks').makeOptionMandatory())
    .action((named: string, flags: ChangeFlags & { size: number }) => run((one) => changes.scale(one, named, flags.size, options(flags)))); // prettier-ignore
  add('adopt', 'take over a generation that others launched: its recipe is written down, and it can be replaced, stopped and ended')
    .argument('<generation>')
    .requiredOption('--confirm <id>', 'its id once more, as `fleet show --json` has it')
    .action((named: string, flags: ChangeFlags & { confirm: string }) => run((one) => changes.adopt(one, named, flags.confirm, options(flags)))); // prettier-ignore
  add('stop', 'drain and stop the blocks of a generation without traffic: they are kept, and can be started again')
    .argument('<generation>')
    .action((named: string, flags: ChangeFlags) => run((one) => changes.stop(one, named, options(flags)))); // prettier-ignore
  add('start', 'start the blocks of a stopped generation again, at weight 0')
    .argument('<generation>')
    .action((named: string, flags: ChangeFlags) => run((one) => changes.start(one, named, options(flags)))); // prettier-ignore
  add('retire', 'end a generation for good')
    .argument('<generation>')
    .requiredOption('--confirm <id>', 'its id once more, like storefront-v001: with it goes the way back')
    .action((named: string, flags: ChangeFlags & { confirm: string }) => run((one) => changes.retire(one, named, flags.confirm, options(flags)))); // prettier-ignore
}

function releaseOrSchema(
  run: CliRun,
  file: string | undefined,
  wantsSchema: boolean,
  options: changes.ChangeOptions,
  command: Command,
): Promise<ExitCode> {
  if (wantsSchema) {
    const schema = releaseFileJsonSchema();
    run.terminal.answer('schema', { schema }, () => JSON.stringify(schema, null, 2));
    return Promise.resolve(exitCodes.done);
  }
  if (file === undefined) command.error("error: missing required argument 'file'");
  return changes.release(run, file, options);
}

function reasonOption(): Option {
  const option = new Option(
    '--accept-warnings <reason>',
    'why it goes on when its preflight warns; kept in the record, and wanted in a strict yard',
  );
  return option.argParser((text) => reasonIn(text, longestReason));
}

function findingsOption(): Option {
  const option = new Option(
    '--accept-findings <reason>',
    'why it may have traffic with what differs; kept in the record',
  );
  return option.argParser((text) => reasonIn(text, longestFindingsReason));
}

function reasonIn(text: string, longest: number): string {
  if (text.trim() !== '' && text.length <= longest) return text.trim();
  throw new InvalidArgumentError(`It has to say why, in at most ${String(longest)} characters.`);
}

function sizeOption(description: string): Option {
  return new Option('--size <blocks>', description).argParser((text) =>
    wholeNumber(text, largestSize),
  );
}

function addWords(program: Command, run: (act: Act) => Promise<void>): void {
  const rollout = program.command('rollout').description('changes that run');
  rollout
    .command('ls')
    .description('what runs, and by whom')
    .action(() => run(listRollouts));
  const words: readonly (readonly [WordName, string, Command])[] = [
    ['hold', 'move no more traffic until somebody resumes', program],
    ['resume', 'go on where it was held', program],
    ['pass', 'go on with a release that waits for a person', program],
    [
      'abort',
      'end a release before any traffic; undo a retirement or a stop of the way back',
      program,
    ],
  ];
  rollout
    .command('take')
    .description('ask its owner for it, and carry it on when it is handed over')
    .argument('[fleet]', 'name or id; left out: the only one')
    .option('--yes', 'pass each place where it waits for a person')
    .action((named: string | undefined, flags: { yes?: true }) =>
      run((one) => takeOver(one, named ?? null, flags.yes === true)),
    );
  for (const [word, description, parent] of words) {
    const command = parent
      .command(word)
      .description(description)
      .argument('[fleet]', 'name or id; left out: the only one')
      .action((named: string | undefined, flags: { acceptFindings?: string }) => run((one) => say(one, word, named ?? null, flags.acceptFindings ?? null))); // prettier-ignore
    if (word === 'pass') command.addOption(findingsOption());
  }
  program
    .command('pause')
    .description('let requests wait at the entry, for a bounded time; no traffic is moved')
    .argument('[fleet]', 'name or id; left out: the only one')
    .option('--for <time>', 'like "30 s", which is usual')
    .action((named: string | undefined, flags: { for?: string }) =>
      run((one) => pauseEntry(one, named ?? null, flags.for ?? null)),
    );
  program
    .command('unpause')
    .description('let them in again')
    .argument('[fleet]', 'name or id; left out: the only one')
    .action((named?: string) => run((one) => unpauseEntry(one, named ?? null)));
  program
    .command('rehearse')
    .description(
      'cut over and revert on an entry of its own, measured; the live traffic is not touched',
    )
    .option('-f, --fleet <name>', 'the fleet; left out: the only one')
    .option('--to <generation>', 'cut over to it and back from it; left out: the way back')
    .action((flags: { fleet?: string; to?: string }) =>
      run((one) => rehearse(one, flags.fleet ?? null, flags.to ?? null)),
    );
  program
    .command('data')
    .description('note what a generation does to shared data; revert button and guards follow it')
    .argument('<generation>', 'like v042')
    .argument('<change>', dataChangeSchema.options.join(', '))
    .argument('[fleet]', 'name or id; left out: the only one')
    .option('--text <text>', 'what of the data, for people')
    .action(
      (generation: string, change: string, named: string | undefined, flags: { text?: string }) =>
        run((one) =>
          noteData(one, { generation, change, named: named ?? null, text: flags.text ?? '' }),
        ),
    );
  const sample = program
    .command('sample')
    .description('a fleet without an entry, to try: test runners that fetch jobs from a queue');
  sample
    .command('add')
    .description('add the test runners to the local yard')
    .action(() => run(addRunners));
  for (const isOn of [true, false]) {
    sample
      .command(isOn ? 'on' : 'off')
      .description(isOn ? 'fill their queue with jobs' : 'fill it no more')
      .argument('[fleet]', 'name or id; left out: the test runners')
      .action((named?: string) => run((one) => setWork(one, named ?? null, isOn)));
  }
  program
    .command('watch')
    .description('tell each change as it is seen')
    .argument('[fleet]', 'left out: all of the yard')
    .option('--until-idle', 'end when nothing runs any more')
    .option('--carry', 'take up what was left by others, once its lease is over')
    .action((fleet: string | undefined, flags: { untilIdle?: true; carry?: true }) =>
      run((one) =>
        watch(one, {
          fleet: fleet ?? null,
          untilIdle: flags.untilIdle === true,
          carry: flags.carry === true,
        }),
      ),
    );
}

function described(command: Command): CompletedCommand {
  return {
    name: command.name(),
    options: command.options
      .map(({ long, short }) => long ?? short ?? '')
      .filter((one) => one !== ''),
    commands: command.commands.map(described),
  };
}
