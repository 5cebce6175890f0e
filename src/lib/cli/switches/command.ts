import { outgoingData } from '../../format/outgoing.js';
import { BaseCommand } from '../base/command.js';
import type { EditFlags } from './flags.js';
import type { Wanted } from './edit.js';

/** What `set`, `unset` and `preset` share: the change is shown, confirmed, carried out and reported. */
export abstract class EditCommand extends BaseCommand {
  protected async edit(flags: EditFlags & { json: boolean; color: boolean | undefined }, wanted: Wanted): Promise<void> {
    const [{ planEdit, carryOut, outcomeText }, { flagsEditText }] = await Promise.all([
      import('./edit.js'),
      import('../../report/switches/text.js'),
    ]);
    const plan = await planEdit(flags, wanted);
    const { warnings } = plan;
    const shownPlan = outgoingData({ data: plan.data, warnings }, { safe: true });
    const text = flagsEditText(shownPlan.data, shownPlan.warnings, { color: this.useColor(flags.color), width: this.width() });
    // Before a question, and before a refusal for want of an answer, the change must be in sight.
    const asks = plan.write !== null && !flags.yes;
    const shown = asks && !flags.json;
    if (shown) await this.print(text);
    if (asks && process.stdin.isTTY && (flags.json || !process.stdout.isTTY)) this.showAside(text);
    const data = await carryOut(plan, { yes: flags.yes, backup: flags.bak });
    if (flags.json || !shown) await this.succeed({ data, target: null, warnings, spent: null }, () => text);
    if (data.printed !== null && !flags.json) for (const warning of warnings) this.say(warning);
    if (data.printed === null) this.say(outcomeText(data));
  }
}
