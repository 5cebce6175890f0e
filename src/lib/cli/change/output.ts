import { outgoingData } from '../../format/outgoing.js';
import type { TextOptions } from '../../report/render/text.js';
import type { Talk } from './run.js';

/** Messages of a changing verb to its user: on stderr, because stdout is for data. */
export function changeTalk(
  meterVersion: string,
  { quiet }: { quiet: boolean },
  text: TextOptions,
  { say, showAside }: { say: (line: string) => void; showAside: (text: string) => void },
): Talk {
  return {
    say,
    async showPlan(plan) {
      const [{ planDocument }, { wordedPlan }, { renderText }] = await Promise.all([
        import('../../report/change/document.js'),
        import('../../report/change/worded.js'),
        import('../../report/render/text.js'),
      ]);
      showAside(await renderText(planDocument(outgoingData(wordedPlan(plan), { safe: true })), { ...text, section: null }));
    },
    quiet,
    meterVersion,
  };
}
