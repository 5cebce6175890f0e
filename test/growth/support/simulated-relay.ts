/** A made-up relay whose keys, bytes and commands of every day are known, and the records that audits of it would leave. */
import type { HistoryRecord, RecordFamily } from '../../../src/lib/growth/history/record.js';
import { seededRandom } from '../../support/random.js';

const DAY_MS = 86_400_000;
/** The first day of every relay, a Monday. */
const FIRST = Date.UTC(2026, 0, 5, 12);

/** The truth about one day. */
export interface Day {
  keys: number;
  bytes: number;
  usedMemory: number;
  commandsPerDay: number;
}

export interface SimulatedRelay {
  record(day: number): HistoryRecord;
  truth(day: number): Day;
}

interface Kind {
  id: string;
  /** TTL in days; Infinity: permanent. */
  ttl: number;
  /** Keys that are written on a day with so many active API keys. */
  writes: (active: number) => number;
  bytesPerKey: number;
}

/** `days`: how many are simulated. */
export function simulatedRelay(seed: number, days: number): SimulatedRelay {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const poisson = (mean: number): number => Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const [initial, newPerDay] = [Math.floor(between(20, 300)), between(0, 1) < 0.3 ? 0 : between(0.1, 3)];
  const [activity, weekend, noise] = [between(0.3, 0.9), between(0.4, 1), between(0.02, 0.15)];
  const commandsEach = between(200, 400) * between(5, 50);

  const owners: number[] = [];
  const active: number[] = [];
  for (let day = 0; day < days; day++) {
    owners.push((owners[day - 1] ?? initial) + (day === 0 ? 0 : poisson(newPerDay)));
    const isWeekend = day % 7 >= 5;
    const share = activity * (isWeekend ? weekend : 1) * (1 + noise * normal());
    active.push(Math.round(owners[day]! * Math.min(1, Math.max(0.01, share))));
  }
  const hours = between(4, 14);
  const models = between(1.2, 3);
  const kinds: Kind[] = [
    { id: 'usage.daily', ttl: 32, writes: (count) => count, bytesPerKey: between(250, 400) },
    { id: 'key-model.daily', ttl: 32, writes: (count) => Math.round(count * models), bytesPerKey: between(250, 400) },
    { id: 'index.daily', ttl: 32, writes: () => 1, bytesPerKey: between(2_000, 9_000) },
    { id: 'usage.hourly', ttl: 7, writes: (count) => Math.round(count * hours), bytesPerKey: between(250, 400) },
    { id: 'cost.daily', ttl: 30, writes: (count) => count, bytesPerKey: between(90, 130) },
  ];
  const written = kinds.map(({ writes }) => active.map((count) => writes(count)));
  const held = (at: number, day: number): number => {
    let sum = 0;
    for (let each = Math.max(0, Math.ceil(day - kinds[at]!.ttl + 1)); each <= day; each++) sum += written[at]![each]!;
    return sum;
  };
  const streamEach = between(100, 900);
  const stream: number[] = [];
  for (let day = 0; day < days; day++) stream.push((stream[day - 1] ?? 5_000) + active[day]! * streamEach);
  const sessions = active.map((count) => Math.round(count * between(0.05, 0.2)));
  const lists = owners.map((count, day) => count * Math.min(40_000, 900 * (day + 1)));
  const baseline = between(1e6, 3e6);
  const buffers = active.map(() => between(0, 200_000));
  const commands = active.map((count) => count * commandsEach);
  const total: number[] = [];
  for (let day = 0; day < days; day++) total.push((total[day - 1] ?? 0) + commands[day]!);

  const familiesOf = (day: number): RecordFamily[] => [
    ...kinds.map(({ id, ttl, bytesPerKey }, at): RecordFamily => {
      const keys = held(at, day);
      const closed = Math.min(day, ttl - 1, 14);
      const bytes = Math.round(keys * bytesPerKey);
      return {
        id,
        keys,
        bytes,
        half: Math.round(bytes * 0.01),
        expires: true,
        ttl: ttl * 86_400,
        ...(closed > 0 && {
          written: {
            per: 'day',
            newest: new Date(FIRST + (day - 1) * DAY_MS).toISOString().slice(0, 10),
            keys: Array.from({ length: closed }, (_, index) => written[at]![day - 1 - index]!),
          },
        }),
      };
    }),
    { id: 'usage.total', keys: owners[day]!, bytes: owners[day]! * 320 },
    { id: 'api-key', keys: owners[day]!, bytes: owners[day]! * 1_400, expires: true, ttl: 365 * 86_400 },
    { id: 'index.all', keys: 1, bytes: 200 + owners[day]! * 90 },
    { id: 'billing.events', keys: 1, bytes: stream[day]! },
    { id: 'records', keys: owners[day]!, bytes: lists[day]!, expires: true, ttl: 90 * 86_400 },
    { id: 'session', keys: sessions[day]!, bytes: sessions[day]! * 210, expires: true, ttl: 3_600 },
    { id: 'settings', keys: 12, bytes: 9_000 },
  ];
  const tablesOf = (keys: number): number => keys * 48;
  const totalsOf = (families: readonly RecordFamily[]): { keys: number; bytes: number } => ({
    keys: families.reduce((sum, { keys }) => sum + keys, 0),
    bytes: families.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
  });
  const truth = (day: number): Day => {
    const { keys, bytes } = totalsOf(familiesOf(day));
    return { keys, bytes, usedMemory: bytes + tablesOf(keys) + baseline + buffers[day]!, commandsPerDay: commands[day]! };
  };
  return {
    truth,
    record(day) {
      const { keys, usedMemory } = truth(day);
      // Sampled sizes are off by up to their interval.
      const families = familiesOf(day).map((family) =>
        family.half === undefined ? family : { ...family, bytes: family.bytes! + Math.round(family.half * normal() * 0.5) },
      );
      return {
        schemaVersion: 1,
        kind: 'audit',
        at: new Date(FIRST + day * DAY_MS).toISOString(),
        of: 'localhost:6379/0',
        applications: [{ name: 'claude-relay-service', from: '1.1.314', to: '1.1.314' }],
        utcOffset: 8,
        sizes: 'server',
        keys,
        bytes: families.reduce((sum, family) => sum + family.bytes!, 0),
        usedMemory,
        maxmemory: 0,
        policy: 'noeviction',
        tables: tablesOf(keys),
        commands: total[day]!,
        uptimeSeconds: (day + 1) * 86_400,
        families,
      };
    },
  };
}
