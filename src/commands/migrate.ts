import { BaseCommand } from '../lib/cli/base/command.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { migrateFlags } from '../lib/cli/migrate/flags.js';
import { migrateRequest } from '../lib/cli/migrate/options.js';
import { migrateWith } from '../lib/cli/migrate/run.js';
import { checkFace } from '../lib/cli/base/face.js';
import { checkEnding } from '../lib/cli/base/output-format.js';
import { CHANGE_SECTIONS } from '../lib/report/change/sections.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Migrate extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Complete coarse statistics, rename keys, convert limiters.';

  static override description = `Makes a plan, shows it and asks. Coarse figures of periods that are over are compared with the sum of the fine ones and raised where they lack something;
they are never lowered, and however often it runs, nothing is added twice. With --prune the fine keys are removed once the coarse ones are known to hold them.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not agreed to, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage =
    'migrate (--rollup FROM:TO [--prune] | --from PATTERN --to PATTERN | --limiters FROM:TO [--seed SEED]) [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --rollup hourly:daily --dry-run',
    '<%= config.bin %> <%= command.id %> --rollup hourly:daily --prune',
    '<%= config.bin %> <%= command.id %> --rollup key-model.daily:usage.daily --yes --json',
    '<%= config.bin %> <%= command.id %> --limiters list:window --dry-run',
    "<%= config.bin %> <%= command.id %> --from 'usage:opus:weekly:{keyId}:{week}' --to 'usage:opus:weekly:{keyId}:{date-hour}'",
  ];

  static override flags = migrateFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Migrate);
    if (flags.output !== undefined) checkEnding(flags.output, 'a plan');
    checkFace(flags, CHANGE_SECTIONS);
    const talk = changeTalk(this.config.version, flags, this.drawing(flags), this.people, await this.messagesFor(flags));
    const outcome = await migrateWith(migrateRequest(flags), talk);
    await this.presentChange(outcome, flags);
  }
}
