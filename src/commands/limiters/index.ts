import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { inputFiles } from '../../lib/cli/base/input-files.js';
import { checkOutput } from '../../lib/cli/base/output.js';
import { limitersFlags } from '../../lib/cli/limiters/flags.js';
import { limitersRequest } from '../../lib/cli/limiters/options.js';
import { limitersWith } from '../../lib/cli/limiters/run.js';
import { LIMITERS_SECTIONS } from '../../lib/report/limiters/sections.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class Limiters extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show what limits requests, and whether it holds.';

  static override description = `Reads the keys of rate limiters as their application reads them: entries within the window, not the length of a list. Says of each what one check sends, whether requests at once pass it together, and what is wrong with its keys. Limiters of common libraries are recognised too. Only reading commands are sent.

Exit codes: 0 done, 1 failure, 2 usage, 3 a finding at or above --fail-on, 4 no limiter is known here, 5 no connection, 6 partial report, 130 interrupted.`;

  static override usage = 'limiters [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --rdb FILE] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env-file /opt/new-api/.env --near 50',
    '<%= config.bin %> <%= command.id %> --limit GA=360/180s --owner 203.0.113.9',
    '<%= config.bin %> <%= command.id %> --rate 200 --processes 4 --rtt 1ms',
    '<%= config.bin %> <%= command.id %> --fail-on medium',
  ];

  static override flags = limitersFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Limiters);
    checkFace({ ...flags, file: flags.output }, LIMITERS_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    const messages = await this.messagesFor(flags, flags.output);
    const outcome = await limitersWith(limitersRequest(flags), (text) => this.say(text), messages);
    const [{ limitersDocument }, { limitersIn }] = await Promise.all([
      import('../../lib/report/limiters/document.js'),
      import('../../lib/report/limiters/in-language.js'),
    ]);
    await this.present(
      outcome,
      async (envelope, own) => limitersDocument(await limitersIn(envelope, own), own),
      flags,
      flags.output,
    );
  }
}
