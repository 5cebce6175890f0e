import { says } from '../../errors/command-line.js';
import { Config } from '@oclif/core/config';
import { run as runCommand } from '@oclif/core/run';
import { settings } from '@oclif/core/settings';
import { EXIT, usageError } from '../../format/errors.js';
import { reportFailure } from './failure.js';
import { wantsJson } from './json-asked.js';
import { languageOf } from './language.js';
import { unknownCommand } from './usage-failure.js';

/** A flag that Node itself takes, even after the script's name, unless `--` comes before it. */
const NODES_OWN = /^--env-file(?:-if-exists)?(?:=|$)/;

/**
 * Runs the command line of a process. A first argument `--` keeps Node from reading the file of --env-file itself. Without it, a
 * NODE_OPTIONS in the file may already have changed the process.
 */
export async function start(argv: string[], importUrl: string): Promise<void> {
  process.on('uncaughtException', (error) => {
    void reportFailure(error, context('meter', argv)).finally(() => process.exit());
  });
  const [first, ...others] = argv;
  if (first === '--') return run(others, importUrl);
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  if (!own.some((word) => NODES_OWN.test(word))) return run(argv, importUrl);
  const refused = usageError(says('read-by-node'));
  await reportFailure(refused, context('meter', argv));
}

/** How a failure of this command line is reported. */
const context = (command: string, argv: readonly string[]): Parameters<typeof reportFailure>[1] => ({
  command,
  json: wantsJson(argv),
  warnings: [],
  language: languageOf(argv, process.env),
});

/** Runs the command line. Sets the exit code in `process.exitCode`, so that pending output is not cut off. */
export async function run(argv: string[], importUrl: string): Promise<void> {
  // A reader that closes the pipe (`| head`) is not a failure. There is no one left to write to.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
  });
  process.stderr.on('error', () => {});
  // With NODE_ENV=development or test, oclif loads a TypeScript compiler to find sources, and warns if there is none.
  settings.enableAutoTranspile = false;
  let ids: string[] = [];
  try {
    const config = await Config.load(importUrl);
    ids = config.commandIDs;
    await runCommand(argv, config);
  } catch (error) {
    const unknown = /^command ([^]+) not found/i.exec((error as Error).message)?.[1];
    const reason = unknown === undefined ? error : unknownCommand(unknown, ids);
    await reportFailure(reason, context(ids.find((id) => id === argv[0]) ?? 'meter', argv));
  }
}
