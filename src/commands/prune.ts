import { BaseCommand } from '../lib/cli/base/command.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { pruneFlags } from '../lib/cli/prune/flags.js';
import { pruneRequest } from '../lib/cli/prune/options.js';
import { pruneWith } from '../lib/cli/prune/run.js';
import { checkFace } from '../lib/cli/base/face.js';
import { checkEnding } from '../lib/cli/base/output-format.js';
import { CHANGE_SECTIONS } from '../lib/report/change/sections.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Prune extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary =
    'Remove fine-grained statistics, data of deleted owners and leaked keys. Every key is archived first and can be restored.';

  static override description = `Makes a plan, shows it and asks. Then each key is archived on this machine, and removed only if it still has the archived value.
Only periods that are over are removed, and never what limits, bills or logins need. Index sets are updated to match.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not agreed to, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'prune (--hourly | --family ID | --orphans | --leaked | …) [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --hourly --dry-run',
    '<%= config.bin %> <%= command.id %> --hourly --older-than 2d',
    '<%= config.bin %> <%= command.id %> --orphans -o plan.json',
    '<%= config.bin %> <%= command.id %> --records --trim-to 50 --yes --json',
    '<%= config.bin %> <%= command.id %> --hourly --set-ttl 2d',
  ];

  static override flags = pruneFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Prune);
    if (flags.output !== undefined) checkEnding(flags.output, 'a plan');
    checkFace(flags, CHANGE_SECTIONS);
    const talk = changeTalk(this.config.version, flags, this.drawing(flags), this.people, await this.messagesFor(flags));
    const outcome = await pruneWith(pruneRequest(flags), talk);
    await this.presentChange(outcome, flags);
  }
}
