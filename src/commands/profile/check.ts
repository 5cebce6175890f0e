import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../lib/cli/base/command.js';
import type { Misfit } from '../../lib/audit/misfits.js';
import { againstFlags, type AgainstFlags } from '../../lib/cli/profile/flags.js';
import { EXIT, usageError } from '../../lib/format/errors.js';
import { builtinProfiles } from '../../lib/profile/builtin/index.js';
import type { Profile } from '../../lib/profile/types.js';
import { lintProfile } from '../../lib/profile/lint.js';
import { readProfile } from '../../lib/profile/load.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

interface Compared extends AgainstFlags {
  spec: string;
  profile: Profile;
  quiet: boolean;
}

export default class ProfileCheck extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Check that a profile is sound; without a name, every built-in one.';

  static override description = `With --against or --rdb, also what does not fit the keys that are there: unknown names, other types, other TTLs.

Exit codes: 0 sound, 1 failure, 2 usage or no profile, 3 problems found, 5 cannot connect.`;

  static override examples = [
    '<%= config.bin %> profile check',
    '<%= config.bin %> profile check ./my.yaml',
    '<%= config.bin %> profile check ./my.yaml --against redis://127.0.0.1:6379',
  ];
  static override args = {
    profile: Args.string({ description: 'NAME or the path of a YAML file' }),
  };
  static override flags = againstFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProfileCheck);
    const { against: url, rdb: snapshots = null } = flags;
    const isCompared = url !== undefined || snapshots !== null;
    if (isCompared && args.profile === undefined)
      throw usageError(
        'Keys are compared with one profile, and none is named.',
        'Name it: meter profile check ./my.yaml --against URL',
      );
    const profiles = args.profile === undefined ? await builtinProfiles() : [await readProfile(args.profile)];
    const checked = profiles.map((profile) => ({
      name: profile.name,
      families: profile.families.length,
      problems: lintProfile(profile),
    }));
    const isSound = checked.every(({ problems }) => problems.length === 0);
    const misfits = isCompared && isSound ? await this.misfits({ spec: args.profile!, profile: profiles[0]!, ...flags }) : null;
    const { contradicts } = await import('../../lib/audit/misfits.js');
    const exitCode = isSound && !misfits?.some(contradicts) ? EXIT.ok : EXIT.findings;
    const { checkDocument } = await import('../../lib/report/profile/check.js');
    await this.presentResult(
      { data: { checked, misfits }, target: null, warnings: [], spent: null },
      checkDocument,
      flags,
      exitCode,
    );
  }

  private async misfits({ spec, profile, against, rdb, db, quiet }: Compared): Promise<Misfit[]> {
    const [{ misfitsWith }, { connectionOptions }] = await Promise.all([
      import('../../lib/cli/profile/against.js'),
      import('../../lib/cli/flags/connection-options.js'),
    ]);
    const { database } = connectionOptions({ db });
    return misfitsWith({ spec, profile, url: against, snapshots: rdb ?? null, database, quiet }, (line) => this.say(line));
  }
}
