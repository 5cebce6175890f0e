/** Figures of limits, for people. */
import { formatShare } from '../../format/number.js';
import type { Label } from '../../usage/model.js';
import { UNKNOWN } from '../amounts.js';
import { report, type LimitsReportMessages } from '../messages/en/limits-report.js';
import { labelText } from '../usage/tables.js';

/** `2026-11-21 00:00`, without the offset, which the head of the report names. */
export const momentText = (moment: string | null): string => (moment === null ? '' : moment.slice(0, 16).replace('T', ' '));

/** `words`: absent: English. */
export const subjectText = (subject: Label, word: string, words: Pick<LimitsReportMessages, 'no' | 'deleted'> = report): string =>
  labelText(subject, 'entity', word, words);

export const percentText = (share: number | null): string => (share === null ? UNKNOWN : formatShare(share));
