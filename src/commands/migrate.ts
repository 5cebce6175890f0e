import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../lib/cli/base/command.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { migrateFlags } from '../lib/cli/migrate/flags.js';
import { migrateWith } from '../lib/cli/migrate/run.js';
import { checkEnding } from '../lib/cli/base/output-format.js';
import { renderChangeText } from '../lib/report/change/text.js';

export default class Migrate extends BaseCommand {
  static override summary =
    'Add fine statistics up into coarser ones that lack something, or rename keys; everything is kept in an archive.';

  static override description = `Makes a plan, shows it and asks. Coarse figures of periods that are over are compared with the sum of the fine ones and raised where they lack something;
they are never lowered, and however often it runs, nothing is added twice. With --prune the fine keys go that the coarse ones are known to hold.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not agreed to, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'migrate (--rollup FROM:TO [--prune] | --from PATTERN --to PATTERN) [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --rollup hourly:daily --dry-run',
    '<%= config.bin %> <%= command.id %> --rollup hourly:daily --prune',
    '<%= config.bin %> <%= command.id %> --rollup key-model.daily:usage.daily --yes --json',
    "<%= config.bin %> <%= command.id %> --from 'usage:opus:weekly:{keyId}:{week}' --to 'usage:opus:weekly:{keyId}:{date-hour}'",
  ];

  static override flags = {
    ...migrateFlags,
    all: Flags.boolean({ description: 'show every family, not only the largest' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Migrate);
    if (flags.output !== undefined) checkEnding(flags.output, 'a plan');
    const text = { color: this.useColor(flags.color), width: this.width(), all: flags.all };
    const talk = changeTalk(this.config.version, flags, text, this.people);
    const outcome = await migrateWith(flags, talk);
    await this.report(outcome, (envelope) => renderChangeText(envelope, text), { format: flags.json ? 'json' : 'table' });
  }
}
