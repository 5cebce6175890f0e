/** Finds the lists of limiters that become counters, and what each would become. Sends only reading commands. */
import { fullTtlMs, localOffset, parseListTime, type ListTimes } from '../../audit/limiters/times.js';
import type { Present } from '../../audit/limiters/ready.js';
import type { Settings, StatedLimit } from '../../audit/limiters/settings.js';
import { EXIT, MeterError } from '../../format/errors.js';
import type { Placeholder } from '../../profile/types.js';
import { slotOfKey } from '../../redis/cluster.js';
import type { Access } from '../../redis/control.js';
import { keysAtStart } from '../../redis/database-keys.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { Session } from '../../redis/topology.js';
import { passOverAllKeys } from '../engine/key-pass.js';
import { keyedSender, type KeyedSender } from '../engine/keyed-sender.js';
import { NameList } from '../engine/name-list.js';
import { latestClock } from '../engine/server-clock.js';
import { protection, ProtectedCount, type ProtectedRow } from '../plan/protected.js';
import { conversions, type Conversion, type ConversionOf } from './limiter-names.js';
import { seedOf, type Seed, type SeedOptions } from './limiter-seed.js';

export interface LimiterAsk {
  seed: Seed;
  settings: Settings;
  /** ms by which the application's time is ahead of UTC; `null`: found in the lists. */
  offsetMs: number | null;
}

export interface FindLimitersOptions extends LimiterAsk {
  present: readonly Present[];
  db: number;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** For a plan from a file: true when it names the family. */
  isPlanned?: (profile: string, family: string) => boolean;
  onProgress: (keys: number, total: number | null) => void;
}

export interface LimiterRow {
  conversion: Conversion;
  keys: number;
  samples: string[];
}

export interface NearLimit {
  id: string;
  placeholder: Placeholder;
  rule: string;
  used: number;
  capacity: number;
}

export interface FoundLimiters {
  rows: LimiterRow[];
  seen: number;
  spared: ProtectedRow[];
  offsetMs: number;
  /** The sizes that were used, so that a plan from a file uses the same. */
  sizes: StatedLimit[];
  /** Who has used 80 % or more, the fullest first. */
  near: NearLimit[];
  todo: LimiterWork;
}

/** Data for carrying it out. */
export interface LimiterWork {
  of: ConversionOf;
  seedWith: (conversion: Conversion, now: number) => SeedOptions;
  /** The server's clock. */
  now: () => number;
  /** Must be closed. */
  names: NameList;
}

const SAMPLES = 3;
const NEAR = 0.8;
/** Lists that are read at once. */
const TOGETHER = 500;
/** Entries that are read of a list whose limit is unknown. */
const MOST_ENTRIES = 5_000;
/** Lists that show the application's time. */
const ZONE_LISTS = 1_000;

/** Rejects if not every key was read, and if the lists do not show the application's time. */
export async function findLimiters(session: Session, access: Access, options: FindLimitersOptions): Promise<FoundLimiters> {
  const { db, signal, maxLatencyMs, present, settings, seed, isPlanned = () => true } = options;
  const { of, pairs } = conversions(present, settings);
  if (pairs.length === 0) throw nothingToConvert();
  const total = keysAtStart(session, db);
  const now = await latestClock(session.nodes);
  const names = new NameList();
  const candidates = new NameList();
  const sender = keyedSender({ session, ...access, db, signal });
  try {
    const zone: ListTimes[] = [];
    let seen = 0;
    await passOverAllKeys({ session, ...access, db, signal, maxLatencyMs }, async (batch, node) => {
      const own = [...batch.names].filter((name) => {
        const found = of(name);
        return found !== null && isPlanned(found.family.profile.name, found.family.family.id);
      });
      for (const name of own) candidates.add(node, name);
      if (options.offsetMs === null && zone.length < ZONE_LISTS)
        for (const times of await timesOf(own, of, sender, now())) zone.push(times);
      seen += batch.names.length;
      options.onProgress(seen, total);
    });
    const offsetMs = options.offsetMs ?? localOffset(zone);
    const seedWith = (conversion: Conversion, at: number): SeedOptions => ({
      now: at,
      offsetMs: offsetMs ?? 0,
      windowMs: windowMsOf(conversion),
      seed,
    });
    const todo: LimiterWork = { of, seedWith, now, names };
    const count = new Count(todo, session);
    for (let node = 0; node < session.nodes.length; node++) {
      for (const part of candidates.batches(node, TOGETHER)) {
        if (offsetMs === null) throw unknownZone();
        await count.take([...new Set(part)], node, sender);
      }
    }
    return {
      rows: [...count.rows.values()].toSorted((a, b) => b.keys - a.keys),
      seen,
      spared: count.spared.rows(),
      offsetMs: offsetMs ?? 0,
      sizes: pairs.flatMap(({ rule: { rule, setting } }) =>
        setting.capacity === null ? [] : [{ name: rule.name, capacity: setting.capacity, window: setting.window }],
      ),
      near: count.near.toSorted((a, b) => b.used / b.capacity - a.used / a.capacity),
      todo,
    };
  } catch (error) {
    names.close();
    throw error;
  } finally {
    candidates.close();
    sender.close();
  }
}

const windowMsOf = ({ rule }: Conversion): number => (rule.setting.window ?? 0) * 1_000;

/** When lists were written last, and what their newest entry says. */
async function timesOf(names: readonly string[], of: ConversionOf, sender: KeyedSender, now: number): Promise<ListTimes[]> {
  const replies = await sender.send(
    names.flatMap((name) => [
      { key: name, args: ['LRANGE', name, '0', '0'] },
      { key: name, args: ['PTTL', name] },
    ]),
  );
  return names.flatMap((name, at): ListTimes[] => {
    const [first, ttl] = [replies[2 * at], replies[2 * at + 1]];
    const entry = Array.isArray(first) ? first[0] : null;
    const { family, rule } = of(name)!;
    const full = fullTtlMs(family.family.ttl, rule.setting.window);
    const newest = typeof entry === 'string' ? parseListTime(entry) : null;
    return newest === null || full === null || typeof ttl !== 'number' || ttl < 0 ? [] : [{ newest, setAt: now - (full - ttl) }];
  });
}

class Count {
  readonly rows = new Map<string, LimiterRow>();
  readonly spared = new ProtectedCount();
  readonly near: NearLimit[] = [];

  constructor(
    private readonly todo: LimiterWork,
    private readonly session: Session,
  ) {}

  async take(names: readonly string[], node: number, sender: KeyedSender): Promise<void> {
    const asked = names.map((name) => {
      const { capacity } = this.todo.of(name)!.rule.setting;
      return { key: name, args: ['LRANGE', name, '0', String((capacity ?? MOST_ENTRIES) - 1)] };
    });
    const replies = await sender.send(asked);
    for (const [at, name] of names.entries()) this.#takeOne(name, replies[at]!, node);
  }

  #takeOne(name: string, reply: Reply, node: number): void {
    const conversion = this.todo.of(name)!;
    const { family } = conversion.family;
    if (this.session.mode === 'cluster' && slotOfKey(name) !== slotOfKey(conversion.to))
      return this.spared.add(family.id, protection('other-slot'));
    if (windowMsOf(conversion) === 0) return this.spared.add(family.id, protection('limit-unknown'));
    if (reply instanceof ReplyError || !isTexts(reply)) return this.spared.add(family.id, protection('other-type'));
    const seeded = seedOf(reply, this.todo.seedWith(conversion, this.todo.now()));
    if (seeded.kind !== 'counter') return this.spared.add(family.id, protection(`list-${seeded.kind}`));
    const { id, rule } = conversion;
    const row = this.rows.get(family.id) ?? { conversion, keys: 0, samples: [] };
    row.keys++;
    if (row.samples.length < SAMPLES) row.samples.push(name);
    this.rows.set(family.id, row);
    this.todo.names.add(node, name);
    const { capacity } = rule.setting;
    if (capacity !== null && seeded.requests >= NEAR * capacity)
      this.near.push({ id, placeholder: rule.ready.subject.placeholder, rule: rule.rule.name, used: seeded.requests, capacity });
  }
}

const isTexts = (reply: Reply): reply is string[] => Array.isArray(reply) && reply.every((each) => typeof each === 'string');

const nothingToConvert = (): MeterError =>
  new MeterError('no-limiters', EXIT.refused, 'No application here has limiters that a later release counts in another way.', [
    'meter limiters shows what limits requests here.',
  ]);

const unknownZone = (): MeterError =>
  new MeterError(
    'no-zone',
    EXIT.refused,
    "The lists have the application's local time, and do not show how far it is ahead of UTC.",
    ['Say it in hours: --utc-offset 8'],
  );
