import * as Args from '@oclif/core/args';
import { EditCommand } from '../../lib/cli/switches/command.js';
import { setFlags } from '../../lib/cli/switches/flags.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class FlagsSet extends EditCommand {
  static override reportsIn = LANGUAGES;

  static override summary = "Set switches in the application's .env file.";

  static override description = `Shows the change as a diff and asks before it writes. Order, comments, quotes and line breaks of the file stay as they are. If it depends on the release whether the application reads a switch, the Redis of --env-file, or of REDIS_URL, is asked for the release, unless --offline is given.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not confirmed, 130 interrupted.`;

  static override usage = 'flags set NAME=VALUE... (--env-file FILE | --print FORM) [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> ACCOUNT_TEST_SCHEDULER_ENABLED=false --env-file .env',
    '<%= config.bin %> <%= command.id %> ENABLE_HOURLY_STATS=false --env-file .env --app-dir /opt/relay --bak',
    '<%= config.bin %> <%= command.id %> RATE_LIMIT_CLEANUP_INTERVAL=60 --print k8s',
  ];

  static override strict = false;
  static override args = { settings: Args.string({ required: true, description: 'NAME=VALUE, one or more' }) };
  static override flags = setFlags;

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(FlagsSet);
    const { settingsFrom } = await import('../../lib/switches/settings.js');
    await this.edit(flags, (profile) => settingsFrom(profile, argv.map(String)));
  }
}
