/** Figures and lists as Chinese sentences have them. */
import { formatShare } from '../../../format/number.js';

/** Without the space before the sign. */
export const share = (part: number | null): string => formatShare(part).replace(' ', '');

export const percent = (text: string): string => text.replace(' %', '%');

export const listed = (words: readonly string[]): string => words.join('、');

/** Examples of more than are named. */
export const someOf = (examples: readonly string[], all: number): string =>
  `${listed(examples)}${all > examples.length ? ' 等' : ''}`;

export const withoutStop = (sentence: string): string => sentence.replace(/[。.]$/, '');

/** A name or a figure beside Chinese text has a space where a letter or a digit touches it. */
export function joined(...parts: readonly string[]): string {
  return parts.reduce(
    (text, part) => (LATIN_END.test(text) !== LATIN_START.test(part) && touches(text, part) ? `${text} ${part}` : text + part),
    '',
  );
}

const LATIN_END = /[!-~]$/;
const LATIN_START = /^[!-~]/;
const HAN = /\p{Script=Han}/u;

const touches = (text: string, part: string): boolean =>
  text !== '' && part !== '' && (HAN.test(Array.from(text).at(-1)!) || HAN.test(Array.from(part)[0]!));

/** The next step for a word that is not known, when others are like it. */
export const isItOneOf = (near: readonly string[]): string => `是不是 ${near.join(' 或 ')}？`;
