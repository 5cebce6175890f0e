import { Config } from '@oclif/core/config';
import { run as runCommand } from '@oclif/core/run';
import { EXIT } from '../format/errors.js';
import { reportFailure } from './failure.js';
import { unknownCommand } from './usage-failure.js';

/** Runs the command line. Leaves the exit code in `process.exitCode`, so that nothing still to be written is cut off. */
export async function run(argv: string[], importUrl: string): Promise<void> {
  // A reader that goes away (`| head`) is no failure of ours; there is just nobody left to write to.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
  });
  process.stderr.on('error', () => {});
  let ids: string[] = [];
  try {
    const config = await Config.load(importUrl);
    ids = config.commandIDs;
    await runCommand(argv, config);
  } catch (error) {
    const unknown = /^command ([^]+) not found/i.exec((error as Error).message)?.[1];
    reportFailure(unknown === undefined ? error : unknownCommand(unknown, ids), {
      command: ids.find((id) => id === argv[0]) ?? 'meter',
      json: argv.includes('--json'),
      warnings: [],
    });
  }
}
