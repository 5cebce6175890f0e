import { describe, expect, test } from 'vitest';
import { dayAgo } from '../support/clock.js';
import { checkHeld, type Held } from '../support/held-keys.js';

const OWNERS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
/** Days that are over and within the lives of their hours, the oldest first. */
const DAYS = [4, 3, 2].map((days) => 24 * days);
/** Hours of each day that had requests. */
const HOURS = [9, 15, 21];

const hourOf = (day: string, hour: number): string => `${day}:${String(hour).padStart(2, '0')}`;

/** Usage of each owner by the hour and by the day. */
function usage(days: readonly number[]): Map<string, Record<string, string>> {
  return new Map(
    days.flatMap((ago) =>
      OWNERS.flatMap((owner): [string, Record<string, string>][] => [
        [`usage:daily:${owner}:${dayAgo(ago)}`, { requests: String(HOURS.length), inputTokens: '30' }],
        ...HOURS.map((hour): [string, Record<string, string>] => [
          `usage:hourly:${owner}:${hourOf(dayAgo(ago), hour)}`,
          { requests: '1', inputTokens: '10' },
        ]),
      ]),
    ),
  );
}

const without = (held: Held, gone: (name: string) => boolean): Held => new Map([...held].filter(([name]) => !gone(name)));

async function judged(held: Held): Promise<{ holds: number; gone: number; told: string[] }> {
  const { counts, findings } = await checkHeld(held, ['S6']);
  const [{ holds, unjudged }] = counts as [(typeof counts)[0]];
  return { holds, gone: unjudged.get('gone') ?? 0, told: findings.map(({ class: kind, key }) => `${kind} ${key}`) };
}

describe('hours that somebody has removed', () => {
  test('of whole days are not judged', async () => {
    const held = without(usage(DAYS), (name) => name.startsWith('usage:hourly:') && !name.includes(dayAgo(DAYS[2]!)));
    expect(await judged(held)).toEqual({ holds: OWNERS.length, gone: 2 * OWNERS.length, told: [] });
  });

  test('up to some hour of a day are not judged on that day either', async () => {
    const until = hourOf(dayAgo(DAYS[2]!), HOURS[0]!);
    const held = without(usage(DAYS), (name) => name.startsWith('usage:hourly:') && name.slice(-13) <= until);
    expect(await judged(held)).toEqual({ holds: 0, gone: DAYS.length * OWNERS.length, told: [] });
  });

  test('of all days are not judged', async () => {
    const held = without(usage(DAYS), (name) => name.startsWith('usage:hourly:'));
    expect(await judged(held)).toMatchObject({ holds: 0, told: [] });
  });

  test('of one owner alone are missing', async () => {
    const day = dayAgo(DAYS[1]!);
    const held = without(usage(DAYS), (name) => name.startsWith(`usage:hourly:${OWNERS[0]}:${day}`));
    expect(await judged(held)).toMatchObject({ gone: 0, told: [`partial-write usage:daily:${OWNERS[0]}:${day}`] });
  });

  test('of the first day of a relay are missing', async () => {
    const day = dayAgo(DAYS[2]!);
    const held = without(usage([DAYS[2]!]), (name) => name === `usage:hourly:${OWNERS[1]}:${hourOf(day, HOURS[0]!)}`);
    expect(await judged(held)).toEqual({ holds: 1, gone: 0, told: [`partial-write usage:daily:${OWNERS[1]}:${day}`] });
  });
});
