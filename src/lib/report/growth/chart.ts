/** Used memory, or keys, of every audit and of the forecast. */
import type { GrowthData } from '../../growth/model.js';
import type { Lines } from '../document.js';
import type { GrowthReportMessages } from '../messages/en/growth-report.js';

/** Two points are no line. */
const LEAST = 3;

export function memoryChart({ points, forecasts, maxmemory }: GrowthData, { tables, lines }: GrowthReportMessages): Lines[] {
  const isMemory =
    forecasts.every(({ usedMemory }) => usedMemory !== null) && points.some(({ usedMemory }) => usedMemory !== null);
  const ahead = forecasts.map(({ at, keys, usedMemory }) => ({ at, range: isMemory ? usedMemory! : keys }));
  if (points.length + ahead.length < LEAST) return [];
  const values = points.map(({ keys, usedMemory }) => (isMemory ? usedMemory : keys));
  // The range begins as a point at the last known value.
  const known = values.map((value, index) => (index === values.length - 1 ? value : null));
  const limit = maxmemory.bytes ?? 0;
  return [
    {
      kind: 'lines',
      id: 'chart',
      title: isMemory ? tables.memory : tables.keys,
      type: isMemory ? 'bytes' : 'count',
      points: [...points, ...ahead].map(({ at }) => ({ at: Date.parse(at) / 1000, label: at.slice(0, 10) })),
      lines: [
        {
          label: isMemory ? lines.memory : lines.keys,
          values: [...values, ...ahead.map(({ range }) => range.value)],
          low: [...known, ...ahead.map(({ range }) => range.low)],
          high: [...known, ...ahead.map(({ range }) => range.high)],
          forecastFrom: points.length,
        },
      ],
      ...(isMemory && limit > 0 && { levels: [{ label: 'maxmemory', value: limit }] }),
    },
  ];
}
