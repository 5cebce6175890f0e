import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../lib/cli/base/command.js';
import { EXIT } from '../../lib/format/errors.js';
import { builtinProfiles } from '../../lib/profile/builtin/index.js';
import { lintProfile } from '../../lib/profile/lint.js';
import { readProfile } from '../../lib/profile/load.js';

export default class ProfileCheck extends BaseCommand {
  static override summary = 'Check that a profile is sound; without a name, every built-in one.';

  static override description = 'Exit codes: 0 sound, 1 failure, 2 usage or no profile, 3 problems found.';

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
    const exitCode = checked.some(({ problems }) => problems.length > 0) ? EXIT.findings : EXIT.ok;
    const { checkDocument } = await import('../../lib/report/profile/check.js');
    await this.presentResult({ data: { checked }, target: null, warnings: [], spent: null }, checkDocument, flags, exitCode);
  }
}
