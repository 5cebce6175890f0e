import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { checkEnding } from '../../lib/cli/base/output-format.js';
import { changeTalk } from '../../lib/cli/change/output.js';
import { copyFlags } from '../../lib/cli/limits/change/flags.js';
import { copyRequest } from '../../lib/cli/limits/change/options.js';
import { changeLimitsWith } from '../../lib/cli/limits/change/run.js';
import { CHANGE_SECTIONS } from '../../lib/report/change/sections.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class LimitsCopy extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Carry limits over from one billing cycle to the next, in which the application begins without.';

  static override description = `Makes a plan, shows it and asks. From yesterday to today unless others are named. A limit that is there already is kept, and one whose text is no number is not copied.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not agreed to, or the application sets its limits itself, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'limits copy [--from CYCLE] [--to CYCLE] [--owner NAME] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from 2026-Q3 --to 2026-Q4 --dry-run',
    '<%= config.bin %> <%= command.id %> --owner alice --replace --yes',
  ];

  static override flags = copyFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(LimitsCopy);
    if (flags.output !== undefined) checkEnding(flags.output, 'a plan');
    checkFace(flags, CHANGE_SECTIONS);
    const talk = changeTalk(this.config.version, flags, this.drawing(flags), this.people, await this.messagesFor(flags));
    const outcome = await changeLimitsWith(copyRequest(flags), talk);
    await this.presentChange(outcome, flags);
  }
}
