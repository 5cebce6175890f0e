import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SegmentTable } from '../../src/lib/keyspace/segment-table.js';
import { Names } from '../../src/lib/redis/names.js';

/** Texts that come again, texts of many lengths, and names without a colon or with nothing between two. */
const segment = fc.oneof(
  fc.constantFrom('', 'usage', 'a', '2026-11-20', 'x'.repeat(40), 'x'.repeat(41)),
  fc.string({ unit: 'binary', maxLength: 50 }).map((text) => Buffer.from(text).toString('latin1').replaceAll(':', '')),
);
const name = fc.array(segment, { minLength: 1, maxLength: 80 }).map((segments) => segments.join(':'));

test('the segments of a name are its texts between the colons, wherever the name is among other bytes', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), (texts) => {
      const table = new SegmentTable();
      const bytes = Buffer.from(`*2:${texts.join('\r\n')}:7`, 'latin1');
      const names = new Names();
      for (let at = 3, index = 0; index < texts.length; index++) {
        names.add(bytes, at, at + texts[index]!.length);
        at += texts[index]!.length + 2;
      }
      for (let round = 0; round < 3; round++) {
        for (const [place, text] of texts.entries()) {
          expect(table.of(names, place).map((each) => each.text)).toEqual(text.split(':'));
          expect(table.ofText(text).map((each) => each.text)).toEqual(text.split(':'));
        }
      }
      expect([...names]).toEqual(texts);
    }),
  );
});

test('equal segments are one object from the second time on', () => {
  const table = new SegmentTable();
  const usage = () => table.ofText('usage:daily')[0];
  usage();
  expect(usage()).toBe(usage());
});

test('a name of any length is split', () => {
  const long = `${'a:'.repeat(5_000)}${'b'.repeat(100_000)}`;
  expect(new SegmentTable().ofText(long).map(({ text }) => text)).toEqual(long.split(':'));
  expect(
    new SegmentTable()
      .of(Names.of([long]), 0)
      .map(({ text }) => text)
      .join(':'),
  ).toBe(long);
});
