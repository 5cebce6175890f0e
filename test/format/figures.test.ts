import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBytes } from '../../src/lib/format/bytes.js';
import { guardCell } from '../../src/lib/format/csv-cell.js';
import { formatCount, formatPlusMinus, formatShare } from '../../src/lib/format/number.js';
import { redactId, SECRET, withoutCredentials } from '../../src/lib/format/redact.js';
import { displayWidth } from '../../src/lib/format/width.js';
import { wrapText } from '../../src/lib/format/wrap.js';

test('bytes are in binary units, and unknown ones a dash', () => {
  expect([0, 388, 1536, 412 * 2 ** 20, -2048, null].map(formatBytes)).toEqual([
    '0 B',
    '388 B',
    '1.5 KiB',
    '412 MiB',
    '-2 KiB',
    '-',
  ]);
});

test('counts are grouped by thousands', () => {
  expect([0, 999, 1000, 1_204_331, 311.6, null].map(formatCount)).toEqual(['0', '999', '1,000', '1,204,331', '312', '-']);
});

test('a share hides neither the little that is there nor the little that is missing', () => {
  expect([0, 0.000001, 0.362, 0.99999, 1, null].map(formatShare)).toEqual(['0 %', '<0.1 %', '36.2 %', '>99.9 %', '100 %', '-']);
});

test('an interval is told by its wider half, and a counted figure has none', () => {
  expect(formatPlusMinus(100, 97, 102)).toBe('±3.0 %');
  expect(formatPlusMinus(100, 80, 120)).toBe('±20 %');
  expect(formatPlusMinus(100, 100, 100)).toBe('');
  expect(formatPlusMinus(null, null, null)).toBe('');
  expect(formatPlusMinus(0, 0, 7)).toBe('±>999 %');
});

describe('guardCell', () => {
  test('numbers stay numbers, nothing stays empty', () => {
    expect([guardCell(-5), guardCell(null), guardCell(true), guardCell('usage:{k}')]).toEqual([-5, '', 'true', 'usage:{k}']);
  });

  test('no text starts a formula', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', ''), fc.string(), (sign, rest) => {
        const cell = String(guardCell(sign + rest));
        expect(cell).not.toMatch(/^[=+\-@\t\r＝]/);
        expect(cell.endsWith(sign + rest)).toBe(true);
      }),
    );
  });
});

describe('redaction', () => {
  const ID = '8f2c41d0-9a3b-4c7e-8d11-0123456789ab';

  test('an id is stable, short, and distinct', () => {
    expect(redactId(ID)).toMatch(/^8f2c…[0-9a-f]{4}$/);
    expect(redactId(ID)).toBe(redactId(ID));
    expect(redactId(ID)).not.toBe(redactId(`${ID.slice(0, -1)}c`));
  });

  test('a short id, or one that starts with control characters, shows nothing of itself', () => {
    expect(redactId('42')).toMatch(/^…[0-9a-f]{4}$/);
    expect(redactId('\x1b[31m-some-long-id')).toMatch(/^…[0-9a-f]{4}$/);
  });

  test.each([
    'redis://:PASS@host:6379/0',
    'rediss://user:PASS@host:6379',
    'redis://user:a/PASS#x?y@host:6379',
    'redis://user:p@PASS@host:6379',
    'redis://PASS@host:6379',
    'user:PASS@host:6379',
    'redis://:PASS',
    'https://host:6379/?token=PASS&x=PASS',
    'redis://host:6379#key=PASS',
  ])('%s loses its secret', (url) => {
    expect(withoutCredentials(url)).not.toContain('PASS');
    expect(withoutCredentials(url)).toContain(SECRET);
  });

  test('an address without credentials is told as it is', () => {
    expect(withoutCredentials('redis://host:6379/0')).toBe('redis://host:6379/0');
  });
});

test('wrapped lines fit, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'word', '令牌令牌', 'averyveryverylongword')),
      fc.integer({ min: 2, max: 12 }),
      (words, width) => {
        const lines = wrapText(words.join(' '), width);
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
      },
    ),
  );
});
