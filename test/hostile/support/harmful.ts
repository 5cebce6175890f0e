/** Texts and numbers that nobody should send, and secrets that may not come out again. Bytes are latin1 strings. */
import type { Chance } from './chance.js';

export const SECRETS = ['sk-ant-api03-AbCdEf0123456789-wxyzWXYZ', 'hunter2pass'] as const;
const [TOKEN, PASSWORD] = SECRETS;

const TEXTS: readonly string[] = [
  '\x1b[2J\x1b]0;title\x07',
  '\x9b31m',
  '\r\nmeter: forged line',
  '\xe2\x80\xae',
  '\xe2\x80\xa8',
  '\0',
  '\xff\xfe\xc0\x80',
  '\xf0\x9f',
  TOKEN,
  `redis://user:${PASSWORD}@host:6379`,
  '',
  ' ',
  '{',
  '%s%n',
  '__proto__',
  'constructor',
  'x'.repeat(10_000),
  '\x1b'.repeat(3_000),
  '9'.repeat(400),
];

// `NaN` is not among them: where it is said, it is the program's own.
const NUMBERS: readonly string[] = [
  '0',
  '-0',
  '-1',
  '-2',
  '-3',
  '00',
  '1e308',
  'nan',
  'Infinity',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '18446744073709551615',
  '18446744073709551616',
  '99999999999999999999999999',
  '0x10',
  '1.5',
  '',
  '9'.repeat(400),
];

export const harmfulText = ({ pick, often }: Chance): string =>
  often(0.3) ? pick(TEXTS) : `${pick(TEXTS)}${pick([':', ' ', 'usage:'])}${pick(TEXTS)}`;

export const absurdNumber = ({ pick }: Chance): string => pick(NUMBERS);

/** Key names: of no application, or of the relay but for one part. */
export function harmfulName(chance: Chance): string {
  const text = harmfulText(chance);
  return chance.pick([
    text,
    `usage:${text}`,
    `usage:daily:${text}:2026-11-01`,
    `usage:hourly:k1:${text}`,
    `usage:k1:model:hourly:${text}:2026-11-01:05`,
    `apikey:${text}`,
    `session:${text}`,
    `account_usage:${text}:${text}`,
    `usage:hourly:index:${text}`,
  ]);
}
