/** The chart of a forecast. */
import { expect, test } from 'vitest';
import { memoryChart } from '../../src/lib/report/growth/chart.js';
import { report } from '../../src/lib/report/messages/en/growth-report.js';
import type { GrowthData, Point } from '../../src/lib/growth/model.js';

const point = (day: number, usedMemory: number | null): Point => ({
  at: `2026-11-0${day}T00:00:00.000Z`,
  keys: 10 * day,
  bytes: null,
  usedMemory,
  commandsPerDay: null,
});

const growth = (points: Point[], usedMemory: { value: number; low: number; high: number } | null): GrowthData => ({
  of: 'localhost:6379/0',
  from: 'history',
  file: null,
  applications: [],
  first: points[0]!.at,
  last: points.at(-1)!.at,
  audits: points.length,
  forecasts: [
    {
      days: 7,
      at: '2026-11-12T00:00:00.000Z',
      keys: { value: 40, low: 30, high: 50 },
      bytes: null,
      usedMemory,
      commandsPerDay: null,
    },
  ],
  maxmemory: { bytes: null, policy: null, reached: { kind: 'no-limit' }, horizonDays: 365 },
  families: [],
  points,
  notes: [],
});

test.each([
  ['used memory', { value: 900, low: 700, high: 1_200 }, [700, 1_200], 500],
  ['keys', null, [30, 50], 30],
] as const)('the range of %s begins at the last known point', (label, usedMemory, [low, high], last) => {
  const [chart] = memoryChart(growth([point(1, 400), point(2, 450), point(3, 500)], usedMemory), report);
  expect(chart!.lines).toMatchObject([{ label, low: [null, null, last, low], high: [null, null, last, high], forecastFrom: 3 }]);
});
