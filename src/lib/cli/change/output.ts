import { outgoingData } from '../../format/outgoing.js';
import type { Messages } from '../../report/messages/messages.js';
import type { TextOptions } from '../../report/render/text.js';
import type { Talk } from './run.js';

/** Messages of a changing verb to its user: on stderr, because stdout is for data. */
export function changeTalk(
  meterVersion: string,
  { quiet }: { quiet: boolean },
  text: TextOptions,
  { say, showAside }: { say: (line: string) => void; showAside: (text: string) => void },
  messages: Messages,
): Talk {
  return {
    say,
    async showPlan(plan) {
      const [{ planDocument }, { planIn }, { wordedPlan }, { renderText }] = await Promise.all([
        import('../../report/change/document.js'),
        import('../../report/change/in-language.js'),
        import('../../report/change/worded.js'),
        import('../../report/render/text.js'),
      ]);
      const shown = outgoingData(await planIn(wordedPlan(plan), messages), { safe: true });
      const document = { ...planDocument(shown, messages), words: messages.render };
      showAside(await renderText(document, { ...text, section: null }));
    },
    quiet,
    meterVersion,
    messages,
  };
}
