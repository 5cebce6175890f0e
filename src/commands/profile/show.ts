import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../lib/cli/base/command.js';
import { outgoingData } from '../../lib/format/outgoing.js';
import { findFamily, readProfile } from '../../lib/profile/load.js';
import { profileDetails } from '../../lib/report/profile/data.js';

export default class ProfileShow extends BaseCommand {
  static override description = 'Show the key families of a profile, or all that is known of one family.';
  static override examples = [
    '<%= config.bin %> profile show new-api@G2',
    '<%= config.bin %> profile show aiecs --family token-usage',
    '<%= config.bin %> profile show ./my.yaml --json',
  ];
  static override args = {
    profile: Args.string({ required: true, description: 'NAME, NAME@VERSION or the path of a YAML file' }),
  };
  static override flags = {
    family: Flags.string({ description: 'show this family in full', helpValue: 'ID' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProfileShow);
    const profile = await readProfile(args.profile);
    const family = flags.family === undefined ? null : findFamily(profile, flags.family);
    const data = { profile: profileDetails(profile, family ? [family] : profile.families) };
    await this.succeed({ data, target: null, warnings: [], spent: null }, async () => {
      const { familyText, profileText } = await import('../../lib/report/profile/table.js');
      // What is printed as text says more than the data.
      const [whole, one] = outgoingData([profile, family] as const, { safe: true });
      const options = { color: this.useColor(flags.color), width: this.width() };
      return one ? familyText(one, options) : profileText(whole, options);
    });
  }
}
