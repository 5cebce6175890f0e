import { Config } from '@oclif/core/config';
import { run as runCommand } from '@oclif/core/run';
import { settings } from '@oclif/core/settings';
import { EXIT, usageError } from '../../format/errors.js';
import { reportFailure } from './failure.js';
import { wantsJson } from './json-asked.js';
import { unknownCommand } from './usage-failure.js';

/** What Node takes for itself, also behind the script's name, unless `--` comes before it. */
const NODES_OWN = /^--env-file(?:-if-exists)?(?:=|$)/;

/**
 * Runs the command line of a process. A first argument `--` says that Node was kept from reading the file of --env-file itself; without it,
 * what Node has read may already have acted on the process, by NODE_OPTIONS in it.
 */
export async function start(argv: string[], importUrl: string): Promise<void> {
  process.on('uncaughtException', (error) => {
    reportFailure(error, { command: 'meter', json: wantsJson(argv), warnings: [] });
    process.exit();
  });
  const [first, ...others] = argv;
  if (first === '--') return run(others, importUrl);
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  if (!own.some((word) => NODES_OWN.test(word))) return run(argv, importUrl);
  const failure = usageError(
    'Started as `node bin/run.js`, Node itself reads the file given with --env-file, and obeys a NODE_OPTIONS in it.',
    'Start meter by its name or as bin/run.js, or keep Node from it: node bin/run.js -- audit --env-file FILE',
  );
  reportFailure(failure, { command: 'meter', json: wantsJson(argv), warnings: [] });
}

/** Runs the command line. Leaves the exit code in `process.exitCode`, so that nothing still to be written is cut off. */
export async function run(argv: string[], importUrl: string): Promise<void> {
  // A reader that goes away (`| head`) is no failure of ours; there is just nobody left to write to.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
  });
  process.stderr.on('error', () => {});
  // With NODE_ENV=development or test, oclif loads a TypeScript compiler to look for sources, and complains if there is none.
  settings.enableAutoTranspile = false;
  let ids: string[] = [];
  try {
    const config = await Config.load(importUrl);
    ids = config.commandIDs;
    await runCommand(argv, config);
  } catch (error) {
    const unknown = /^command ([^]+) not found/i.exec((error as Error).message)?.[1];
    reportFailure(unknown === undefined ? error : unknownCommand(unknown, ids), {
      command: ids.find((id) => id === argv[0]) ?? 'meter',
      json: wantsJson(argv),
      warnings: [],
    });
  }
}
