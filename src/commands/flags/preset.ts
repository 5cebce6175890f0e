import * as Args from '@oclif/core/args';
import { EditCommand } from '../../lib/cli/switches/command.js';
import { setFlags } from '../../lib/cli/switches/flags.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class FlagsPreset extends EditCommand {
  static override reportsIn = LANGUAGES;

  static override summary = "Set many switches in the application's .env file at once.";

  static override description = `production: the quick fix of the relay's own documents; minimal: everything off that can be; all-on: whatever the file
sets, back to the default. Shows the change as a diff and asks before it writes.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not confirmed, 130 interrupted.`;

  static override usage = 'flags preset PRESET (--env-file FILE | --print FORM) [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> production --env-file .env --app-dir /opt/relay --dry-run',
    '<%= config.bin %> <%= command.id %> production --print render --force',
    '<%= config.bin %> <%= command.id %> all-on --env-file .env --yes --bak',
  ];

  static override args = {
    preset: Args.string({ required: true, description: 'production, minimal or all-on' }),
  };
  static override flags = setFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(FlagsPreset);
    const { presetNamed, presetSettings } = await import('../../lib/switches/settings.js');
    const preset = presetNamed(args.preset);
    await this.edit(flags, (profile, present) => presetSettings(profile, preset, present));
  }
}
