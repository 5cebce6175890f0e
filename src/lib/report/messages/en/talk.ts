/** What is said on stderr: questions, progress, interruptions. */
import { formatCount } from '../../../format/number.js';

const DONE = {
  scanning: 'scanned',
  changing: 'changed',
  restoring: 'restored',
  exporting: 'exported',
  checking: 'checked',
} as const;

export type Doing = keyof typeof DONE;

export const talk = {
  questions: { change: 'Carry this out?', repair: 'Repair this?', restore: 'Restore this?' },
  typeName: (question: string, name: string): string => `${question} Type ${name} to go ahead:`,
  yesNo: null as { yes: readonly string[]; hint: string } | null,
  interrupted: {
    reading: 'Interrupted, stopping: the report of what was seen follows. Ctrl-C again ends at once.',
    changing: 'Interrupted: the batch under way is finished. Ctrl-C again ends at once; nothing is lost either way.',
  },
  written: (file: string): string => `Written to ${file}.`,
  planWritten: (file: string, apply: string): string => `Plan written to ${file}; to carry it out: ${apply}`,
  progress: {
    left: (time: string): string => `${time} left`,
    bar: (doing: Doing, hasTotal: boolean): string =>
      `${doing} ${hasTotal ? '{bar} {percentage} %  ' : ''}{seen} keys  {rate}/s  {left}`,
    line: (doing: Doing, keys: number, total: number | null, rate: number, left: string): string =>
      [
        `${DONE[doing]} ${formatCount(keys)}${total === null ? '' : ` of ${formatCount(total)}`} keys`,
        `${formatCount(rate)}/s`,
        left,
      ]
        .filter((part) => part !== '')
        .join(', '),
  },
};

export type TalkMessages = typeof talk;
