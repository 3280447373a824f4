import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type Impact, impacts } from '../run/impact.ts';
import { exitCodes } from '../run/verdicts.ts';
import { Interrupted, PrerequisiteMissing, UsageError } from './errors.ts';

const collect = (value: string, all: string[]): string[] => [...all, value];

/** Runs one command line and resolves to its exit code (design: exit codes). Each command's code loads when it is used. */
export async function runCommand(argv: string[]): Promise<number> {
  let exitCode: number = exitCodes.conformant;
  const does =
    <Arguments extends unknown[]>(run: (...args: Arguments) => Promise<number>) =>
    async (...args: Arguments) => {
      exitCode = await run(...args);
    };
  const program = new Command('cms-conformance')
    .version(toolVersion())
    .description('Proves whether a Cisco Meeting Server deployment behaves as documented.')
    // a program of its own, which is started without this one
    .addHelpText('after', '\nThe emulated cluster to develop against: npm run emulator -- --help')
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .exitOverride()
      .configureOutput({ outputError: () => {} });

  command('certify', 'judge a target and write its certificate (default: an embedded emulated cluster)')
    .option('--target <target>', 'emulator (the default), container, or the target file of real nodes')
    .option('--impact <level>', `highest impact allowed on the target: ${impacts.join(', ')}`, impact)
    .option('--only <id-prefix...>', 'judge only requirements whose ID begins so')
    .option('--out <directory>', 'folder for the run (default: reports/out/<run-id>)')
    .option('--seed <number>', 'seed of everything random', wholeNumber)
    .option(
      '--state <directory>',
      'folder of what outlives a run on real nodes (default: ~/.local/state/cms-conformance)',
    )
    .option('--waivers <file>', 'failures that somebody answers for until a day; see waivers.schema.json')
    .option('--topology <file>', 'topology of the embedded cluster')
    .option('--profile <platform-version>', 'default profile of the embedded cluster')
    .option('--defect <id>', 'start the embedded cluster with this defect; may be repeated', collect, [])
    .option('--variant <id>', 'start the embedded cluster with this variant; may be repeated', collect, [])
    .action(does(async (options) => (await import('./certify.ts')).certify(options)));
  command('plan', 'what a run would do to each node, without doing it')
    .option('--target <file>', 'target file of real nodes')
    .option(
      '--impact <level>',
      `highest impact allowed on the target: ${impacts.join(', ')} (default: observe)`,
      impact,
    )
    .option('--only <id-prefix...>', 'only requirements whose ID begins so')
    .option('--json', 'as JSON')
    .action(does(async (options) => (await import('./plan.ts')).plan(options)));
  command('recover', 'undo on real nodes what killed runs left there')
    .option('--target <file>', 'target file of real nodes')
    .option(
      '--state <directory>',
      'folder of what outlives a run on real nodes (default: ~/.local/state/cms-conformance)',
    )
    .action(does(async (options) => (await import('./recover.ts')).recover(options)));
  command('prove', 'run the suites against every defect and variant: does each check catch its fault?')
    .option('--json <file>', 'write the detection matrix there')
    .option('--defect <id>', 'only this defect or variant; may be repeated', collect, [])
    .option('--record', 'keep the score for the certificates of these suites (reports/detection.json)')
    .action(does(async (options) => (await import('./prove.ts')).prove(options)));
  command('requirements', 'the catalogue with its coverage: requirement, checks, defects')
    .option('--only <id-prefix...>', 'only requirements whose ID begins so')
    .option('--json', 'as JSON')
    .option('--nodes', 'instead: every documented node and verb of the Call Bridge API, as an emulator answers them')
    .action(does(async (options) => (await import('./requirements.ts')).requirements(options)));
  command('report', 'build the Allure report of a run, one page that needs no network')
    .option('--run <directory>', "the run's folder (default: the newest run)")
    .option('--out <directory>', 'folder for report/ and history.jsonl (default: reports/out)')
    .action(does(async (options) => (await import('./report.ts')).report(options)));
  command('doctor', 'what is installed, what is missing, how to get it').action(
    does(async () => (await import('./doctor.ts')).doctor()),
  );
  command(
    'bench',
    'measure start-up, suite run time, overhead, throughput and long work, each beside a bare equivalent',
  ).action(does(async () => (await import('./bench.ts')).bench()));
  command('perf', 'put a load on a node by k6 and judge its thresholds')
    .argument('<workload>', 'bulk-sync or call-legs')
    .option('--target <target>', 'emulator (the default), or the target file of real nodes')
    .option('--node <name>', 'node of the target file that gets the load (default: its first Call Bridge)')
    .option('--impact <level>', 'a load writes: real nodes take it only with reversible or disruptive', impact)
    .option('--rate <number>', 'syncs per minute, or legs per second')
    .option('--size <number>', 'spaces in each parameter set, or spaces with a call')
    .option('--duration <time>', 'how long, e.g. 15s or 2m')
    .option('--hold <time>', 'call-legs: how long a leg is kept')
    .option('--domain <name>', 'call-legs: SIP domain that is dialled')
    .option('--threshold <metric=expression>', "replace the metric's threshold; may be repeated", collect, [])
    .option('--seed <number>', 'seed of all names', wholeNumber)
    .option('--out <directory>', 'folder for the run (default: reports/out/<run-id>-perf-<workload>)')
    .option('--k6 <file>', 'k6 to use (default: CMS_K6, that on PATH, or one built from source)')
    .option('--baseline <file>', 'perf.json of a former run to compare with')
    .option('--tolerance <percent>', 'how much slower than the baseline is no regression', wholeNumber, 25)
    .action(does(async (workload: string, options) => (await import('./perf.ts')).perf(workload, options)));
  const trace = command('trace', 'recorded logs');
  trace
    .command('check')
    .description('judge recorded CMS logs: what TMS did, and how schedulers connected to Web Bridges')
    .argument('<file...>', 'system logs in their order, also gzipped; - is standard input')
    .option('--strict-lowest', 'the lowest free slot must be opened')
    .option('--alternate <node>', "name of TMS's alternate node in the logs, or none")
    .option('--json [file]', 'the report as JSON: into the file, or on standard output instead of the text')
    .option('--junit <file>', 'write the report as JUnit there')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .action(does(async (files: string[], options) => (await import('./trace.ts')).traceCheck(files, options)));
  command('test', 'test the tool itself')
    .argument('[playwright-arguments...]')
    .option('--limbs', 'the tests of containers and loads instead; they need a Docker engine and k6')
    .allowUnknownOption()
    .action(does(async (args: string[], options) => (await import('./test.ts')).test(args, options)));
  command('generate', 'write the files that follow from the catalogue')
    .option('--check', 'write nothing; end 1 when one is out of date')
    .action(does(async (options) => (await import('./generate.ts')).generate(options)));

  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, commandOf(program, argv));
  }
}

/** The command that was asked for, as it is typed; `certify` where it is none. */
function commandOf(program: Command, [name]: string[]): string {
  return program.commands.some((one) => one.name() === name) && name ? name : 'certify';
}

async function explain(error: unknown, command: string): Promise<number> {
  const say = (sentence: string, code: number) => {
    process.stderr.write(`${sentence}\n`);
    return code;
  };
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.conformant;
    // shown already, where a command was left out
    if (error.code === 'commander.help') return exitCodes.usage;
    const sentence = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    return say(
      `${sentence} (see: npm run ${command} -- ${command === 'trace' ? 'check ' : ''}--help)`,
      exitCodes.usage,
    );
  }
  if (error instanceof UsageError) return say(error.message, exitCodes.usage);
  if (error instanceof PrerequisiteMissing) return say(error.message, exitCodes.prerequisite);
  if (error instanceof Interrupted) return say(error.message, exitCodes.interrupted);
  const { TargetFileError } = await import('../targets/target-file.ts');
  if (error instanceof TargetFileError) return say(error.message, exitCodes.usage);
  const { WaiverFileError } = await import('../run/waivers.ts');
  if (error instanceof WaiverFileError) return say(error.message, exitCodes.usage);
  const { CatalogueError } = await import('../run/catalogue.ts');
  if (error instanceof CatalogueError) return say(`The catalogue is broken: ${error.message}`, exitCodes.harnessError);
  return say(
    `Harness error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    exitCodes.harnessError,
  );
}

function toolVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function impact(text: string): Impact {
  if (!impacts.includes(text as Impact)) throw new InvalidArgumentError(`it is one of ${impacts.join(', ')}.`);
  return text as Impact;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('it is a whole number from 0 on.');
  return number;
}
