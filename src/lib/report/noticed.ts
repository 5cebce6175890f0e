/** The warnings of a result for its envelope: sentences, and the same as data. */
import { sentence } from '../format/message.js';
import { en } from './messages/en.js';
import type { Messages } from './messages/messages.js';
import type { Notice } from './messages/notices.js';

export interface Noticed {
  /** A sentence for each of the notices. */
  warnings: string[];
  notices: Notice[];
}

export const noticeText = (notice: Notice, { notices }: Messages = en): string => sentence(notices, notice);

/** A string is text that is already data. */
export function noticed(given: readonly (Notice | string)[]): Noticed {
  const notices = given.map((one): Notice => (typeof one === 'string' ? { code: 'text', params: { text: one } } : one));
  return { warnings: notices.map((notice) => noticeText(notice)), notices };
}

/** The same result with its warnings in another language. */
export const inLanguage = <Told extends Noticed>(told: Told, messages: Messages): Told => ({
  ...told,
  warnings: told.notices.map((notice) => noticeText(notice, messages)),
});

/** The warnings without those with one of these codes. */
export const warningsWithout = ({ warnings, notices }: Noticed, ...codes: Notice['code'][]): string[] =>
  warnings.filter((_, at) => !codes.some((code) => code === notices[at]?.code));
