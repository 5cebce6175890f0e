/** The answer of `meter limits check`: one line. */
import type { LimitsCheck } from '../../limits/check.js';
import type { LimitsData } from '../../limits/model.js';
import { amountText } from '../amounts.js';
import type { Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { momentText, percentText, subjectText } from './figures.js';

export type CheckReport = LimitsCheck & Pick<LimitsData, 'application' | 'clock' | 'owners' | 'kinds'>;

export function checkDocument({ data }: Envelope<CheckReport>, { limits }: Messages = en): Document {
  return {
    title: { text: lineOf(data, limits), tone: data.allowed ? (data.unknown > 0 ? 'warn' : 'good') : 'bad' },
    blocks: [],
  };
}

function lineOf(
  { owners, row, kinds, reason, closed, unknown, unrelated }: CheckReport,
  { check, gate, report }: Messages['limits'],
): string {
  const owner = owners.map((each) => subjectText(each, 'owner', report)).join(', ');
  const kind = row && kinds.find(({ id }) => id === row.limit);
  if (reason === 'closed') return check.closed(owner, closed === null || closed === undefined ? '' : gate(closed));
  const figures =
    row && kind
      ? {
          title: kind.title,
          used: amountText(kind.unit, row.used),
          allowed: amountText(kind.unit, row.allowed),
          percent: percentText(row.share),
          resets: momentText(row.resetsAt),
        }
      : null;
  if (figures && reason === 'reached') return check.reached(owner, figures);
  if (figures && reason === 'would-be') return check.wouldBe(owner, figures);
  if (unknown > 0) return check.unknown(owner, unknown);
  return check.allowed(owner, figures, unrelated);
}
