import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gauge, merged } from '../../../src/lib/report/metrics/metric.js';
import { topOwners } from '../../../src/lib/report/metrics/owners.js';
import { prometheusText } from '../../../src/lib/report/render/prometheus.js';
import { needsPromtool, promtool } from '../../support/promtool.js';

test('a metric has its help, its type and its samples, and no time', () => {
  const text = prometheusText([
    gauge('meter_x_bytes', 'What \\ this\nis', [
      { family: 'a', value: 1.5 },
      { family: 'b', value: 0 },
    ]),
  ]);
  expect(text).toBe(
    '# HELP meter_x_bytes What \\\\ this\\nis\n# TYPE meter_x_bytes gauge\nmeter_x_bytes{family="a"} 1.5\nmeter_x_bytes{family="b"} 0\n',
  );
});

test('what is unknown has no sample, and a metric without samples is left out', () => {
  const unknown = gauge('meter_x', 'x', [{ value: null }, { value: undefined }, { value: Number.NaN }]);
  expect(merged([unknown, gauge('meter_y', 'y', [{ value: Infinity }])])).toEqual([
    { name: 'meter_y', help: 'y', samples: [{ labels: {}, value: Infinity }] },
  ]);
});

test('samples with the same labels are one, whatever the order of the labels', () => {
  expect(
    gauge('x', 'x', [
      { a: '1', b: '2', value: 1 },
      { b: '2', a: '1', value: 2 },
    ]).samples,
  ).toEqual([{ labels: { a: '1', b: '2' }, value: 3 }]);
});

/** The value of a label, as a parser of the format reads it. */
const readBack = (text: string): string =>
  /\{label="((?:[^"\\\n]|\\.)*)"\} 1\n$/
    .exec(text)![1]!
    .replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));

test('no text breaks out of its label', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.stringMatching(/^[\\"\n{}a]{0,20}$/)), (value) => {
      const text = prometheusText([gauge('meter_x', 'x', [{ label: value, value: 1 }])]);
      expect(text.split('\n')).toHaveLength(4);
      const safe = value.slice(0, 200).replaceAll(/[\p{Cs}\u2028\u2029]|(?!\n)\p{Cc}/gu, '\ufffd');
      expect(readBack(text)).toBe(safe);
    }),
  );
});

test('and Prometheus reads it', async (context) => {
  needsPromtool(context);
  const names = ['\\', '"', '\n', '\\n', '{a="b"}', '\u0000\u001b[31m', '\ud800', '…', '名', 'x'.repeat(1000)];
  const text = prometheusText([
    gauge(
      'meter_x',
      'x',
      names.map((label, at) => ({ label, at: String(at), value: 1 })),
    ),
  ]);
  expect(await promtool(['check', 'metrics'], text)).toBe('');
});

test('owners are the largest, and the rest as one', () => {
  const rows = [3, 1, 2, null, 5].map((value, at) => ({ id: at === 0 ? null : `k${at}`, value }));
  expect(topOwners(rows, 2)).toEqual([
    { owner: 'k4', value: 5 },
    { owner: 'other', value: 3 },
    { owner: 'other', value: 3 },
  ]);
  expect(topOwners(rows, 0)).toEqual([]);
});
