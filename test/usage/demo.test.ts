/** Usage of made-up relays, held against the requests that they are made of. METER_USAGE_SEEDS sets the number of relays. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { relaySnapshot } from '../../src/lib/demo/relay-snapshot.js';
import type { Request } from '../../src/lib/demo/traffic.js';
import { usageSnapshot, type UsageOptions } from '../../src/lib/library/usage.js';
import { BASE } from '../support/clock.js';
import { demoRequests, truthOf, type DemoWorld } from '../support/demo-truth.js';
import { cutOf, expectPlain } from '../support/plain-usage.js';
import { seededRandom } from '../support/random.js';

const SEEDS = Number(process.env['METER_USAGE_SEEDS'] ?? 2);
const HOUR_MS = 3_600_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-demo-usage-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const OFFSETS = [8, -5, 1, 14, -12];

const LABELS: Readonly<Record<string, (request: Request, hour: string) => string>> = {
  key: ({ apiKey }) => apiKey.id,
  account: ({ account }) => account.id,
  model: ({ model }) => model,
  day: (_, hour) => cutOf('day', hour),
  week: (_, hour) => cutOf('week', hour),
  hour: (_, hour) => cutOf('hour', hour),
};

const QUESTIONS: readonly { by: string[]; period: NonNullable<UsageOptions['period']>; hours: number }[] = [
  { by: ['key'], period: { kind: 'last', count: 4, cut: 'day' }, hours: 0 },
  { by: ['key', 'day'], period: { kind: 'last', count: 3, cut: 'day' }, hours: 0 },
  { by: ['model'], period: { kind: 'day', text: 'today' }, hours: 0 },
  { by: ['key', 'model'], period: { kind: 'day', text: 'yesterday' }, hours: 0 },
  { by: ['account', 'week'], period: { kind: 'last', count: 5, cut: 'day' }, hours: 0 },
  { by: ['hour'], period: { kind: 'last', count: 30, cut: 'hour' }, hours: 30 },
  { by: ['day'], period: { kind: 'last', count: 5, cut: 'day' }, hours: 0 },
];

/** The local hour of a request as key names have it. */
const hourOf = (at: number, utcOffset: number): string => {
  const iso = new Date(at + utcOffset * HOUR_MS).toISOString();
  return `${iso.slice(0, 10)}:${iso.slice(11, 13)}`;
};

test.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
  'relay %i: every figure is that of its requests',
  async (seed) => {
    const random = seededRandom(seed);
    const pick = (count: number): number => Math.floor(random() * count);
    const world: DemoWorld = { seed, now: new Date(BASE.getTime() + pick(24) * HOUR_MS), utcOffset: OFFSETS[pick(5)]!, days: 5 };
    const file = join(folder, `${seed}.rdb`);
    await writeFile(file, Buffer.concat([...relaySnapshot({ ...world, problems: false })]));
    const requests = demoRequests(world);
    const { now, utcOffset } = world;
    const today = hourOf(now.getTime(), utcOffset).slice(0, 10);
    const dayBefore = (days: number): string =>
      new Date(Date.parse(`${today}T00:00:00Z`) - days * 24 * HOUR_MS).toISOString().slice(0, 10);
    for (const { by, period, hours } of QUESTIONS) {
      const first =
        hours > 0
          ? hourOf(now.getTime() - (hours - 1) * HOUR_MS, utcOffset)
          : period.kind === 'last'
            ? dayBefore(period.count - 1)
            : dayBefore(period.kind === 'day' && period.text === 'yesterday' ? 1 : 0);
      const last = period.kind === 'day' ? `${first}:99` : `${today}:99`;
      const { data } = await usageSnapshot(file, { by, period, now, utcOffset, showIds: true, top: 100_000 });
      const expected = truthOf(requests, (request) => {
        const hour = hourOf(request.at, utcOffset);
        return hour < first || hour > last ? null : by.map((word) => LABELS[word]!(request, hour)).join('|');
      });
      // The cost of accounts is not stored.
      if (by.includes('account')) for (const row of expected.values()) row.delete('cost');
      expectPlain(data, expected, `seed ${seed}, UTC${utcOffset}, by ${by.join()}`);
      expect(data.notes.filter(({ code }) => code === 'differs')).toEqual([]);
    }
  },
);
