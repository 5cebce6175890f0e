import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { checkEnding } from '../../lib/cli/base/output-format.js';
import { changeTalk } from '../../lib/cli/change/output.js';
import { setFlags } from '../../lib/cli/limits/change/flags.js';
import { setRequest } from '../../lib/cli/limits/change/options.js';
import { changeLimitsWith } from '../../lib/cli/limits/change/run.js';
import { CHANGE_SECTIONS } from '../../lib/report/change/sections.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class LimitsSet extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Set the limit of an owner in a billing cycle. The key is archived first.';

  static override description = `Makes a plan, shows it and asks. The limit is set only if it is still what the plan shows, and everything else in the key stays.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not agreed to, or the application sets its limits itself, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'limits set --owner NAME --tokens N [--cycle NAME] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --owner alice --tokens 10000 --dry-run',
    '<%= config.bin %> <%= command.id %> --owner alice --owner bob --tokens 10000 --cycle 2026-11-21',
    '<%= config.bin %> <%= command.id %> --owner carol --tokens 500 --new-owner',
  ];

  static override flags = setFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(LimitsSet);
    if (flags.output !== undefined) checkEnding(flags.output, 'a plan');
    checkFace(flags, CHANGE_SECTIONS);
    const talk = changeTalk(this.config.version, flags, this.drawing(flags), this.people, await this.messagesFor(flags));
    const outcome = await changeLimitsWith(setRequest(flags), talk);
    await this.presentChange(outcome, flags);
  }
}
