import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable, safeText, truncateMiddle } from '../../src/lib/format/terminal.js';
import { displayWidth } from '../../src/lib/format/width.js';
import { anyText } from '../support/any-text.js';

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The reader's side of the notation: what the key name must have been. */
function unescape(text: string): string {
  return text.replace(
    /\\(?:(\\)|x([0-9a-f]{2})|u\{([0-9a-f]+)\})|[^\\]|\\/giu,
    (piece, backslash: string, byte: string, code: string) => {
      if (backslash) return '\\';
      if (byte) return String.fromCharCode(parseInt(byte, 16));
      return latin1(code ? String.fromCodePoint(parseInt(code, 16)) : piece);
    },
  );
}

const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const byteString = fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
/** Names made of what the notation itself is made of, where two could come to look alike. */
const tricky = fc
  .array(
    fc.constantFrom(
      '\\',
      'x',
      'u',
      '{',
      '}',
      '1',
      'b',
      '\x1b',
      '\x85',
      latin1('\u202e'),
      latin1('é'),
      '\\x1b',
      '\\u{202e}',
      'X1B',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('printable', () => {
  test.each([
    ['usage:daily:k:2026-11-20', 'usage:daily:k:2026-11-20'],
    ['a\x1b[31mb', String.raw`a\x1b[31mb`],
    ['a\nb\x7f', String.raw`a\x0ab\x7f`],
    [latin1('令牌:用户'), '令牌:用户'],
    [latin1('\u0085'), String.raw`\u{85}`],
    ['\x85', String.raw`\x85`],
    ['\xff\xfe', String.raw`\xff\xfe`],
    ['\xc0\xaf', String.raw`\xc0\xaf`],
    ['\xed\xa0\x80', String.raw`\xed\xa0\x80`],
    [latin1('a\u202eb\u200bc\ufeff\u2028'), String.raw`a\u{202e}b\u{200b}c\u{feff}\u{2028}`],
    ['C:\\users', 'C:\\users'],
    [String.raw`\x1b`, String.raw`\\x1b`],
  ])('%j becomes %s', (name, expected) => {
    expect(printable(name)).toBe(expected);
  });

  test('never holds what harms a terminal', () => {
    fc.assert(
      fc.property(fc.oneof(byteString, tricky), (name) => {
        expect(printable(name)).not.toMatch(HARMFUL);
      }),
    );
  });

  test('can be read back, so no two names look alike', () => {
    fc.assert(
      fc.property(fc.oneof(byteString, tricky, anyText().map(latin1)), (name) => {
        expect(unescape(printable(name))).toBe(name);
      }),
      { numRuns: 500 },
    );
  });

  test('passes the second guard unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(byteString, tricky), (name) => {
        expect(safeText(printable(name))).toBe(printable(name));
      }),
    );
  });
});

test('safeText escapes text of any kind and nothing else', () => {
  expect(safeText('≥ 1.1.300 · 令牌\x1b]0;x\x07')).toBe(String.raw`≥ 1.1.300 · 令牌\x1b]0;x\x07`);
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(safeText(text)).not.toMatch(HARMFUL);
    }),
  );
});

describe('truncateMiddle', () => {
  test('keeps both ends and counts wide characters as two columns', () => {
    expect(truncateMiddle('usage:hourly:key', 9)).toBe('usag…:key');
    expect(truncateMiddle('令牌缓存用户', 7)).toBe('令…用户');
    expect(truncateMiddle('short', 5)).toBe('short');
    expect(truncateMiddle('short', 0)).toBe('');
  });

  test('is never wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, width) => {
        expect(displayWidth(truncateMiddle(safeText(text), width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
