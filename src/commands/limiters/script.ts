import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../lib/cli/base/command.js';
import { ALGORITHMS, CODE_LANGUAGES, scriptWithCode } from '../../lib/limiter/index.js';

export default class LimitersScript extends BaseCommand {
  static override summary = 'Print the script of a limiter that holds, alone or with the code that calls it.';

  static override description = `The scripts are those of redis-meter/limiter: each tests and counts in one step. listLog has the keys and entries of new-api's lists, so that old and new processes limit together. meter trial limiters measures them side by side.

Exit codes: 0 done, 1 failure, 2 usage.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> listLog',
    '<%= config.bin %> <%= command.id %> listLog --lang go > limiter/limiter.go',
    '<%= config.bin %> <%= command.id %> gcra --lang python',
  ];

  static override args = {
    algorithm: Args.string({ description: ALGORITHMS.join(', '), required: true, options: [...ALGORITHMS] }),
  };

  static override flags = {
    lang: Flags.option({ options: CODE_LANGUAGES, description: 'the language of the calling code', default: 'lua' as const })(),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(LimitersScript);
    const algorithm = ALGORITHMS.find((name) => name === args.algorithm)!;
    const text = scriptWithCode(algorithm, flags.lang);
    await this.answer({ data: { algorithm, language: flags.lang, text }, target: null, warnings: [], spent: null }, text);
  }
}
