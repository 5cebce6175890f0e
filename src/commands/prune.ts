import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../lib/cli/base/command.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { pruneFlags } from '../lib/cli/prune/flags.js';
import { pruneWith } from '../lib/cli/prune/run.js';
import { checkEnding } from '../lib/cli/base/output-format.js';
import { renderChangeText } from '../lib/report/change/text.js';

export default class Prune extends BaseCommand {
  static override summary =
    'Take away statistics that are too fine, what orphans have left, and leaks; everything is kept in an archive.';

  static override description = `Makes a plan, shows it and asks. Then each key is archived on this machine, and removed only if it still is what was archived.
Only periods that are over are touched, and never what limits, bills or logins need. Index sets are kept true to what is left.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not agreed to, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'prune (--hourly | --family ID | --orphans | --leaked | …) [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --hourly --dry-run',
    '<%= config.bin %> <%= command.id %> --hourly --older-than 2d',
    '<%= config.bin %> <%= command.id %> --orphans -o plan.json',
    '<%= config.bin %> <%= command.id %> --records --trim-to 50 --yes --json',
    '<%= config.bin %> <%= command.id %> --hourly --set-ttl 2d',
  ];

  static override flags = {
    ...pruneFlags,
    all: Flags.boolean({ description: 'show every family, not only the largest' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Prune);
    if (flags.output !== undefined) checkEnding(flags.output, 'a plan');
    const text = { color: this.useColor(flags.color), width: this.width(), all: flags.all };
    const talk = changeTalk(this.config.version, flags, text, this.people);
    const outcome = await pruneWith(flags, talk);
    await this.report(outcome, (envelope) => renderChangeText(envelope, text), { format: flags.json ? 'json' : 'table' });
  }
}
