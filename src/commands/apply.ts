import * as Args from '@oclif/core/args';
import { applyFlags } from '../lib/cli/apply/flags.js';
import { applyRequest } from '../lib/cli/apply/options.js';
import { applyWith } from '../lib/cli/apply/run.js';
import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace } from '../lib/cli/base/face.js';
import { changeTalk } from '../lib/cli/change/output.js';
import { CHANGE_SECTIONS } from '../lib/report/change/sections.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Apply extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Carry out a plan that another command wrote with -o.';

  static override description = `Checks that this is the server that the plan was made for, reads every key again, and asks. Keys that have changed or were created since are not changed.

Exit codes: 0 done, 1 failure, 2 usage, 4 refused or not agreed to, 5 no connection, 6 not finished, 130 interrupted.`;

  static override usage = 'apply PLAN [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> plan.json',
    '<%= config.bin %> <%= command.id %> plan.json --max-ops 500 --confirm redis.internal:6379/0',
  ];

  static override args = { plan: Args.file({ description: 'the file with the plan', required: true }) };

  static override flags = applyFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Apply);
    checkFace(flags, CHANGE_SECTIONS);
    const talk = changeTalk(this.config.version, flags, this.drawing(flags), this.people, await this.messagesFor(flags));
    const outcome = await applyWith(args.plan, applyRequest(flags), talk);
    await this.presentChange(outcome, flags);
  }
}
