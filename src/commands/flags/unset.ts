import * as Args from '@oclif/core/args';
import { EditCommand } from '../../lib/cli/switches/command.js';
import { unsetFlags } from '../../lib/cli/switches/flags.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class FlagsUnset extends EditCommand {
  static override reportsIn = LANGUAGES;

  static override summary = "Take switches out of the application's .env file, so that its defaults hold.";

  static override description = `Shows the change as a diff and asks before it writes. Every line that sets one of the switches is removed.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not confirmed, 130 interrupted.`;

  static override usage = 'flags unset NAME... --env-file FILE [FLAGS]';

  static override examples = ['<%= config.bin %> <%= command.id %> ENABLE_HOURLY_STATS --env-file .env --dry-run'];

  static override strict = false;
  static override args = { names: Args.string({ required: true, description: 'NAME, one or more' }) };
  static override flags = unsetFlags;

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(FlagsUnset);
    const { namesFrom } = await import('../../lib/switches/settings.js');
    await this.edit(flags, (profile) => namesFrom(profile, argv.map(String)));
  }
}
