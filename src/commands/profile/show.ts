import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../lib/cli/base/command.js';
import { outgoingData } from '../../lib/format/outgoing.js';
import { findFamily, readProfile } from '../../lib/profile/load.js';
import type { Document } from '../../lib/report/document.js';
import { profileDetails } from '../../lib/report/profile/data.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';
import type { Messages } from '../../lib/report/messages/messages.js';
import { profilesIn } from '../../lib/profile/builtin/in-language.js';

export default class ProfileShow extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show the key families of a profile, or all that is known of one family.';

  static override description = 'Exit codes: 0 done, 1 failure, 2 usage.';

  static override examples = [
    '<%= config.bin %> profile show new-api@G2',
    '<%= config.bin %> profile show aiecs --family token-usage',
    '<%= config.bin %> profile show ./my.yaml --json',
  ];
  static override args = {
    profile: Args.string({ required: true, description: 'NAME, NAME@VERSION or the path of a YAML file' }),
  };
  static override flags = {
    family: Flags.string({ description: 'show this family in full, by its id or pattern', helpValue: 'ID' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProfileShow);
    const profile = await readProfile(args.profile);
    const family = flags.family === undefined ? null : findFamily(profile, flags.family);
    const data = { profile: profileDetails(profile, family ? [family] : profile.families) };
    const { familyDocument, profileDocument } = await import('../../lib/report/profile/show.js');
    // The text output has more than the data.
    const [own = profile] = await profilesIn(this.languageFor(flags), [profile]);
    const [whole, one] = outgoingData([own, own.families.find(({ id }) => id === family?.id)] as const, { safe: true });
    const document = (_: unknown, messages: Messages): Document =>
      one ? familyDocument(whole, one, messages) : profileDocument(whole, messages);
    await this.presentResult({ data, target: null, warnings: [], spent: null }, document, flags);
  }
}
