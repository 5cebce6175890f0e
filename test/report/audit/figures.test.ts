import { describe, expect, test } from 'vitest';
import { bytesText, heldText, readText, sizeText } from '../../../src/lib/report/audit/figures.js';
import { ceilingReached, partial as partialOf } from '../../../src/lib/audit/warnings.js';
import { noticed, noticeText, warningsWithout } from '../../../src/lib/report/noticed.js';
import { sumFigures } from '../../../src/lib/audit/bytes-figure.js';
import { report } from '../../../src/lib/report/messages/en/audit/report.js';
import { auditData, familyRow } from '../../support/audit-data.js';

/** What the head of a report says of the command ceiling. */
const unread = (data: Parameters<typeof ceilingReached>[0]): string | null => {
  const notice = ceilingReached(data);
  return notice && noticeText(notice);
};

const figure = (bytes: number | null, bytesLow: number | null, bytesHigh: number | null) => ({ bytes, bytesLow, bytesHigh });

describe('bytes', () => {
  test.each([
    ['counted', figure(2048, 2048, 2048), '2 kiB'],
    ['estimated', figure(2048, 2000, 2100), '~2 kiB'],
    ['sampled, all sizes alike', { ...figure(2048, 2048, 2048), exact: false }, '~2 kiB'],
    ['guessed', figure(2048, null, null), '~2 kiB'],
    ['a lower bound', figure(2048, 2000, null), '≥ 2 kiB'],
    ['not known', figure(null, null, null), '-'],
    ['not known of a sample', { ...figure(null, null, null), exact: false }, '-'],
  ])('%s', (_, given, text) => {
    expect(bytesText(given).toLowerCase()).toBe(text.toLowerCase());
  });

  test('of what a value holds', () => {
    const held = { value: 'v', keys: 1, bytes: 2048 };
    expect((['counted', 'estimated', 'at-least'] as const).map((bytesHow) => heldText({ ...held, bytesHow })[0])).toEqual([
      '2',
      '~',
      '≥',
    ]);
    expect(heldText({ ...held, bytes: null, bytesHow: null })).toBe('-');
  });

  test('a sum is a lower bound once a part is unknown, and a guess once a part is one', () => {
    const row = (...given: Parameters<typeof figure>) => ({ keys: 1, exact: given[1] === given[2], ...figure(...given) });
    const sum = { keys: 2, exact: false };
    expect(sumFigures([row(5, 4, 6), row(null, null, null)])).toEqual({ ...sum, ...figure(5, 4, null) });
    expect(sumFigures([row(5, 4, 6), row(7, null, null)])).toEqual({ ...sum, ...figure(12, null, null) });
    expect(sumFigures([row(5, 4, 6), row(7, 7, 7)])).toEqual({ ...sum, ...figure(12, 11, 13) });
    expect(sumFigures([row(5, 5, 5), row(7, 7, 7)])).toEqual({ ...sum, exact: true, ...figure(12, 12, 12) });
  });

  test('that are not known are not spoken of beside the keys', () => {
    expect(report.held(2, sizeText({ keys: 2, exact: true, ...figure(null, null, null) }))).toBe('2 keys');
    expect(report.held(2, sizeText({ keys: 2, exact: false, ...figure(512, 512, 512) }))).toBe('2 keys, ~512 B');
  });
});

describe('what was read', () => {
  const all = familyRow({ id: 'f', pattern: 'f:{id}', keys: 10, sampled: 10, exact: true });
  const whole = auditData();
  const small = { ...whole, families: [all], keys: 10, vanished: 0 };

  test('every key, also where sizes are guesses', () => {
    expect(readText({ ...small, families: [{ ...all, exact: false }] }, report)).toContain('metadata of every key');
    expect(readText({ ...small, families: [{ ...all, sampled: 9 }] }, report)).toContain('metadata of 9 sampled');
  });

  test('of a scan that was cut short nothing was sampled', () => {
    const source = { ...whole.source, partial: 'interrupted' };
    expect(readText({ ...small, source, families: [{ ...all, sampled: 9 }] }, report)).toContain('metadata of 9 read');
  });

  test('one key is no keys', () => {
    expect(readText({ ...small, keys: 1 }, report)).toMatch(/^1 key counted/);
  });

  test('what the ceiling left unread, and what it did to the figures', () => {
    const source = { ...whole.source, unread: 7 };
    expect(unread(small)).toBeNull();
    expect(unread({ ...small, source })).toContain('intervals are wider');
    const unsized = { ...all, bytes: null, bytesLow: null, bytesHigh: null };
    expect(unread({ ...small, source, families: [all, unsized] })).toContain('of 1 family no size is known');
  });
});

test('the notes do not repeat what the head has said', () => {
  const data = auditData();
  const partial = { ...data, source: { ...data.source, partial: 'limit', unread: 3 } };
  const given = noticed([partialOf(partial)!, ceilingReached(partial)!, 'another']);
  expect(given.warnings).toHaveLength(3);
  expect(warningsWithout(given, 'partial', 'ceiling-reached')).toEqual(['another']);
  expect(warningsWithout(given)).toEqual(given.warnings);
});
