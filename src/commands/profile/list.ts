import { BaseCommand } from '../../lib/cli/base/command.js';
import { builtinProfiles } from '../../lib/profile/builtin/index.js';
import { profileSummary } from '../../lib/report/profile/data.js';

export default class ProfileList extends BaseCommand {
  static override description = 'List the built-in profiles.';
  static override examples = ['<%= config.bin %> profile list', '<%= config.bin %> profile list --json'];

  async run(): Promise<void> {
    const { flags } = await this.parse(ProfileList);
    const profiles = (await builtinProfiles()).map(profileSummary);
    await this.succeed({ data: { profiles }, target: null, warnings: [], spent: null }, async ({ data }) => {
      const { profileListText } = await import('../../lib/report/profile/table.js');
      return profileListText(data.profiles, { color: this.useColor(flags.color), width: this.width() });
    });
  }
}
