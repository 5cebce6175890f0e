import { BaseCommand, type FaceFlags } from '../base/command.js';
import { EXIT } from '../../format/errors.js';
import { outgoingData } from '../../format/outgoing.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import type { FlagsEditData } from '../../switches/model.js';
import { faceOf } from '../base/face.js';
import type { EditFlags } from './flags.js';
import type { Wanted } from './edit.js';
import { editRequest } from './options.js';
import { inLanguage, noticeText } from '../../report/noticed.js';

/** Base of `set`, `unset` and `preset`: shows, confirms, carries out and reports the change. */
export abstract class EditCommand extends BaseCommand {
  protected async edit(flags: EditFlags & FaceFlags, wanted: Wanted): Promise<void> {
    const face = faceOf(flags);
    const request = editRequest(flags);
    const messages = await this.messagesFor(flags);
    const [{ planEdit, carryOut, outcomeLines }, { editDocument }] = await Promise.all([
      import('./edit.js'),
      import('../../report/switches/edit.js'),
    ]);
    const plan = await planEdit(request, wanted, messages.language);
    const { warnings, spent } = plan;
    const outcome = (data: FlagsEditData): Outcome<FlagsEditData> => ({
      envelope: successEnvelope({ command: this.commandName(), target: null, data, warnings, spent }),
      exitCode: EXIT.ok,
    });
    // The change is shown before a question, and before a refusal because nobody can answer.
    const asks = plan.write !== null && !request.yes;
    const isShown = asks && face === 'text';
    if (isShown) await this.present(outcome(plan.data), editDocument, flags);
    if (asks && process.stdin.isTTY && (!isShown || !process.stdout.isTTY)) {
      const { renderText } = await import('../../report/render/text.js');
      const shown = outgoingData(outcome(plan.data).envelope, { safe: true });
      this.showAside(
        await renderText({ ...editDocument(inLanguage(shown, messages), messages), words: messages.render }, this.drawing(flags)),
      );
    }
    const data = await carryOut(plan, request, messages);
    if (data.printed !== null && face === 'text') {
      // The output is for a shell or a file.
      await this.print(outgoingData(data.printed, { safe: true }).text);
      for (const warning of warnings) this.say(noticeText(warning, messages));
    } else if (!isShown) await this.present(outcome(data), editDocument, flags);
    this.say(...outcomeLines(data, plan.undo, messages.flags));
  }
}
