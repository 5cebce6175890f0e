/** Turns the segments of an unknown key name into tokens: a typed placeholder for text of a known shape, else the text itself. */
import { escapeLiteral } from '../profile/pattern.js';

const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, '{uuid}'],
  [/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, '{date}'],
  [/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T_-](?:[01]\d|2[0-3])$/, '{hour}'],
  [/^\d{4}-(?:0[1-9]|1[0-2])$/, '{month}'],
  [/^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/, '{date}'],
  [/^-?\d+$/, '{int}'],
  [/^\d{1,3}(?:\.\d{1,3}){3}$/, '{ip}'],
  [/^[^\s@]+@[^\s@]+\.[A-Za-z]{2,}$/, '{email}'],
  // Hex without a digit, or without a letter, may be a word or a number.
  [/^(?=[^a-fA-F]*[a-fA-F])(?=\D*\d)[0-9a-fA-F]{12,}$/, '{hex}'],
];

const IPV6 = /^(?=.*:.*:)[0-9a-fA-F]*:[0-9a-fA-F:]*(?:\d{1,3}(?:\.\d{1,3}){3})?$/;
const HOUR_OF_DAY = /^(?:[01]\d|2[0-3])$/;
/** A word joined to a typed text, such as `user_123` or `sess-4f…`. */
const JOINED = /^([A-Za-z]+[_\-.@])(.+)$/;

/** Long text that mixes letters and digits is not a word and may be a secret, so a pattern must not print it. */
const SECRET_LIKE = /^(?=.*\d)(?=.*[A-Za-z])\S{20,}$/;

/** Deeper key names are cut: the rest counts as one placeholder. */
export const DEEPEST = 12;
/** Longer text is not a word. Keeping it would make memory depend on the length of names. */
const LONGEST_WORD = 256;

function shapeOf(text: string): string | null {
  for (const [shape, placeholder] of SHAPES) if (shape.test(text)) return placeholder;
  return null;
}

function tokenOf(segment: string): string {
  if (segment.length > LONGEST_WORD) return '{text}';
  const shape = shapeOf(segment);
  if (shape) return shape;
  const joined = JOINED.exec(segment);
  const tail = joined && shapeOf(joined[2]!);
  if (tail) return `${joined[1]}${tail}`;
  return SECRET_LIKE.test(segment) ? '{text}' : escapeLiteral(segment);
}

/** False for a placeholder alone; true for text, and for a word joined to a placeholder, which may have as many variants. */
export const isLiteral = (token: string): boolean => !/^{[a-z]+}$/.test(token);

/** The text of a literal token, without a joined placeholder. */
export const literalText = (token: string): string => token.replace(/\{[a-z]+\}$/, '').replace(/([{}])\1/g, '$1');

/** At most `deepest` tokens, and one more for the rest. */
export function tokenize(segments: readonly string[], deepest: number): string[] {
  if (segments.length === 1 && segments[0] === '') return ['{empty}'];
  const tokens: string[] = [];
  for (let i = 0; i < segments.length; i++) {
    if (tokens.length === deepest) {
      tokens.push('{name}');
      break;
    }
    if (segments[i] === '' || /^[0-9a-fA-F]{1,4}$/.test(segments[i]!)) {
      const rest = segments.slice(i).join(':');
      if (rest.includes('::') || segments.length - i === 8) {
        if (IPV6.test(rest)) {
          tokens.push('{ip}');
          break;
        }
      }
    }
    const token = tokenOf(segments[i]!);
    if (token === '{date}' && HOUR_OF_DAY.test(segments[i + 1] ?? '')) {
      tokens.push('{hour}');
      i++;
    } else {
      tokens.push(token);
    }
  }
  return tokens;
}
