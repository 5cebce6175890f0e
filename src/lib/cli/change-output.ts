import type { ChangeData } from '../report/change-model.js';
import type { TextOptions } from '../report/change-text.js';
import { printJson } from '../report/envelope.js';
import type { Envelope } from '../report/model.js';
import type { Talk } from './change-run.js';

/** How a changing verb talks to whoever runs it: on stderr, since stdout is data. */
export function changeTalk(
  meterVersion: string,
  { quiet }: { quiet: boolean },
  text: TextOptions,
  say: (line: string) => void,
): Talk {
  return {
    say,
    async showPlan(plan) {
      const { renderPlanText } = await import('../report/change-text.js');
      process.stderr.write(await renderPlanText(plan, text));
    },
    quiet,
    meterVersion,
  };
}

export async function printChange(envelope: Envelope<ChangeData>, json: boolean, text: TextOptions): Promise<string> {
  if (json) return printJson(envelope);
  const { renderChangeText } = await import('../report/change-text.js');
  return renderChangeText(envelope, text);
}
