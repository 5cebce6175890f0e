import { BaseCommand } from '../../lib/cli/base/command.js';
import { builtinProfiles } from '../../lib/profile/builtin/index.js';
import { profileSummary } from '../../lib/report/profile/data.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class ProfileList extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'List the built-in profiles.';

  static override description = 'Exit codes: 0 done, 1 failure, 2 usage.';

  static override examples = ['<%= config.bin %> profile list', '<%= config.bin %> profile list --json'];

  async run(): Promise<void> {
    const { flags } = await this.parse(ProfileList);
    const profiles = (await builtinProfiles()).map(profileSummary);
    const { profilesDocument } = await import('../../lib/report/profile/list.js');
    await this.presentResult({ data: { profiles }, target: null, warnings: [], spent: null }, profilesDocument, flags);
  }
}
