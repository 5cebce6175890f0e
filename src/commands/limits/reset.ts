import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { checkEnding } from '../../lib/cli/base/output-format.js';
import { changeTalk } from '../../lib/cli/change/output.js';
import { resetFlags } from '../../lib/cli/limits/change/flags.js';
import { takeRequest } from '../../lib/cli/limits/change/options.js';
import { changeLimitsWith } from '../../lib/cli/limits/change/run.js';
import { CHANGE_SECTIONS } from '../../lib/report/change/sections.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class LimitsReset extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Set the counters of an owner in a billing cycle to 0, and keep the limit. They are archived first.';

  static override description = `Makes a plan, shows it and asks. What is counted meanwhile is not lost: the undo adds what was there before.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not agreed to, or the application sets its limits itself, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'limits reset --owner NAME [--cycle NAME] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --owner alice',
    '<%= config.bin %> <%= command.id %> --owner alice --owner bob --cycle 2026-Q4 --dry-run',
  ];

  static override flags = resetFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(LimitsReset);
    if (flags.output !== undefined) checkEnding(flags.output, 'a plan');
    checkFace(flags, CHANGE_SECTIONS);
    const talk = changeTalk(this.config.version, flags, this.drawing(flags), this.people, await this.messagesFor(flags));
    const outcome = await changeLimitsWith(takeRequest('reset', flags), talk);
    await this.presentChange(outcome, flags);
  }
}
