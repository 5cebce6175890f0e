import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../lib/cli/base/command.js';
import { EXIT } from '../../lib/format/errors.js';
import { builtinProfiles } from '../../lib/profile/builtin/index.js';
import { lintProfile } from '../../lib/profile/lint.js';
import { readProfile } from '../../lib/profile/load.js';

export default class ProfileCheck extends BaseCommand {
  static override description = `Check that a profile is sound; without a name, every built-in one.

Exit code 3 when something is wrong, 2 when a file is no profile at all.`;
  static override examples = ['<%= config.bin %> profile check', '<%= config.bin %> profile check ./my.yaml'];
  static override args = {
    profile: Args.string({ description: 'NAME or the path of a YAML file' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProfileCheck);
    const profiles = args.profile === undefined ? await builtinProfiles() : [await readProfile(args.profile)];
    const checked = profiles.map((profile) => ({
      name: profile.name,
      families: profile.families.length,
      problems: lintProfile(profile),
    }));
    if (checked.some(({ problems }) => problems.length > 0)) process.exitCode = EXIT.findings;
    await this.succeed({ data: { checked }, target: null, warnings: [], spent: null }, async ({ data }) => {
      const { checkText } = await import('../../lib/report/profile/table.js');
      return checkText(data.checked, { color: this.useColor(flags.color), width: this.width() });
    });
  }
}
