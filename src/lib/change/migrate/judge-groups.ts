/**
 * Reads groups and compares them. Reads the fine keys first, so that requests in between make the sum too small, never too large.
 */
import type { ReadKey } from '../engine/read-key.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import type { Group } from './grouped-names.js';
import type { Raise } from '../compare/raise.js';
import { judge, sumOf, type Texts } from './judge.js';
import type { RollupPair } from './rollup-pair.js';
import { readFigures, readWhole, textsIn, type FoundTexts } from './read-figures.js';

export interface ReadGroup {
  group: Group;
  /** Sums of the figures; `null`: some are not numbers. */
  sums: readonly string[] | null;
  /** The fine keys that exist. */
  fine: ReadonlyMap<string, Texts>;
  /** Their whole values, if they were read. */
  whole: ReadonlyMap<string, ReadKey>;
}

/**
 * `complete`: nothing is missing. `short`: it is below the sum. `missing`: it does not exist. `over`: it would have expired
 * already. `unreadable`: a figure is not a number, or a key has another type. `overflow`: beyond 64 bits. `empty`: no fine key is
 * left.
 */
export type GroupState = 'complete' | 'short' | 'missing' | 'over' | 'unreadable' | 'overflow' | 'empty';

export interface JudgedGroup {
  read: ReadGroup;
  state: GroupState;
  raises: readonly Raise[];
  /** When a created key expires, in ms since the epoch; `null`: never. */
  expireAtMs: number | null;
}

/** A key that would expire sooner is not created, because clocks differ. */
const LEAST_LIFE_MS = 60_000;

/** Only the figures of their keys. */
export async function readGroups(sender: KeyedSender, groups: readonly Group[]): Promise<ReadGroup[]> {
  const keys = groups.flatMap(({ pair, names }) => {
    const fields = fieldsOf(pair);
    return names.map((name) => ({ family: pair.fine, name, fields }));
  });
  const found = (await readFigures(sender, keys)).values();
  return groups.map((group) => gathered(group, () => ({ texts: found.next().value!, key: null })));
}

/** Reads whole keys, so that they need not be read again for their removal. */
export async function readWholeGroups(sender: KeyedSender, groups: readonly Group[]): Promise<ReadGroup[]> {
  const names = groups.flatMap((group) => group.names);
  const found = (await readWhole(sender, names)).values();
  return groups.map((group) => {
    const { pair } = group;
    const fields = fieldsOf(pair);
    return gathered(group, () => {
      const key = found.next().value!;
      return { key, texts: key && textsIn(key.value, pair.fine.family.type, fields) };
    });
  });
}

const fieldsOf = ({ figures }: RollupPair): string[] => figures.map(({ fine }) => fine);

/** `next`: returns what was read, in the order of the group's names. */
function gathered(group: Group, next: () => { texts: FoundTexts; key: ReadKey | null }): ReadGroup {
  const fine = new Map<string, Texts>();
  const whole = new Map<string, ReadKey>();
  let isReadable = true;
  for (const name of group.names) {
    const { texts, key } = next();
    if (texts === 'unreadable') isReadable = false;
    else if (texts) fine.set(name, texts);
    if (key) whole.set(name, key);
  }
  return { group, fine, whole, sums: isReadable ? sumOf(group.pair.figures, [...fine.values()]) : null };
}

export async function judgeGroups(sender: KeyedSender, reads: readonly ReadGroup[]): Promise<JudgedGroup[]> {
  const found = await readFigures(
    sender,
    reads.map(({ group: { pair, coarse } }) => ({
      family: pair.coarse,
      name: coarse.name,
      fields: pair.figures.map((figure) => figure.coarse),
    })),
  );
  const now = Date.now();
  return reads.map((read, index) => {
    const { pair, coarse } = read.group;
    const { ttl } = pair.coarse.family;
    const expireAtMs = ttl.expires ? coarse.end + (ttl.seconds ?? 0) * 1000 : null;
    const judged = (state: GroupState, raises: readonly Raise[] = []): JudgedGroup => ({ read, state, raises, expireAtMs });
    const texts = found[index]!;
    if (read.fine.size === 0 && read.sums !== null) return judged('empty');
    if (texts === 'unreadable') return judged('unreadable');
    const verdict = judge(pair.figures, read.sums, texts ?? []);
    if (verdict.state !== 'short') return judged(verdict.state);
    if (texts !== null) return judged('short', verdict.raises);
    return expireAtMs !== null && expireAtMs < now + LEAST_LIFE_MS ? judged('over') : judged('missing', verdict.raises);
  });
}

/** Approximate number of fine keys that are read together, and maximum number of groups. */
const FINE_KEYS = 256;
const GROUPS = 64;

/** A group of any size stays whole. */
export function* batchesOf(groups: Iterable<Group>): Generator<Group[]> {
  let batch: Group[] = [];
  let keys = 0;
  for (const group of groups) {
    batch.push(group);
    keys += group.names.length;
    if (keys < FINE_KEYS && batch.length < GROUPS) continue;
    yield batch;
    [batch, keys] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
