/** Removes the oldest elements of growing lists and streams. */
import type { Family } from '../../profile/types.js';
import { expiryTime } from '../../redis/remaining-ttl.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { SteadyConnection } from '../../redis/steady-connection.js';
import type { SessionNode } from '../../redis/topology.js';
import type { ArchivedValue } from '../archive/record.js';
import type { Engine } from '../engine/engine.js';
import type { TrimRule } from '../plan/trim-rule.js';
import { ATTEMPTS } from '../engine/key-change.js';
import type { Outcome } from '../engine/outcome.js';
import { readyItems } from '../engine/ready-items.js';
import type { Check, WorkItem } from '../engine/work-item.js';
import { named } from '../value/replies.js';
import type { StreamEntry } from '../value/typed-value.js';
import { writeRefused } from '../engine/write-refusals.js';

export interface TrimOptions {
  connection: SteadyConnection;
  engine: Engine;
  node: SessionNode;
  db: number;
  rule: TrimRule;
}

export interface TrimResult {
  elements: number;
  outcome: Outcome;
}

/** Elements that are compared and removed in one step: too few to delay other clients. */
const ELEMENTS = 100;

/** The elements of a list or stream to remove, or why it stays. */
export type Trimmable =
  /** Number of elements, and their share of the key; `null`: unknown until a stream is read. */
  | { elements: number | null; share: number | null }
  | { stays: 'other-type' }
  | { stays: 'grouped'; groups: readonly ConsumerGroup[] };

export async function countTrimmed(
  connection: SteadyConnection,
  name: string,
  family: Family,
  rule: TrimRule,
): Promise<Trimmable> {
  if (!(await isOfType(connection, name, family))) return { stays: 'other-type' };
  if (family.type === 'stream') {
    const groups = await groupsOf(connection, name);
    if (groups.length > 0) return { stays: 'grouped', groups };
    const length = await integer(connection, ['XLEN', name]);
    return rule.keep === null ? { elements: null, share: null } : shareOf(Math.max(0, length - rule.keep), length);
  }
  const length = await integer(connection, ['LLEN', name]);
  return shareOf(await going(connection, name, family, rule, length), length);
}

const shareOf = (elements: number, length: number): Trimmable => ({ elements, share: length > 0 ? elements / length : 0 });

export async function trimKey(name: string, family: Family, options: TrimOptions): Promise<TrimResult> {
  if (!(await isOfType(options.connection, name, family))) return { elements: 0, outcome: 'protected' };
  return family.type === 'stream' ? trimStream(name, family, options) : trimList(name, family, options);
}

/** A key that no longer exists has any type. */
async function isOfType(connection: SteadyConnection, name: string, { type }: Family): Promise<boolean> {
  const [found] = await connection.send([['TYPE', name]]);
  if (found instanceof ReplyError) throw writeRefused(found.message);
  return found === type || found === 'none';
}

async function trimList(name: string, family: Family, options: TrimOptions): Promise<TrimResult> {
  const { connection, db, rule } = options;
  let elements = 0;
  let refusals = 0;
  for (;;) {
    const length = await integer(connection, ['LLEN', name]);
    const count = Math.min(ELEMENTS, await going(connection, name, family, rule, length));
    if (count <= 0) return { elements, outcome: elements > 0 ? 'done' : 'unneeded' };
    const [end, left] = await connection.send([
      ['LRANGE', name, String(-count), '-1'],
      ['PTTL', name],
    ]);
    const all = elementsOf(end!);
    if (all.length === 0) return { elements, outcome: 'gone' };
    const tail = oldOnes(all, family, rule);
    if (tail.length === 0) return { elements, outcome: elements > 0 ? 'done' : 'unneeded' };
    const value: ArchivedValue = { form: 'typed', type: 'list', value: tail };
    const outcome = await carryOut(options, {
      keys: [name],
      checks: tailChecks(name, tail, rule),
      commands: [['LTRIM', name, '0', String(-tail.length - 1)]],
      records: [{ db, name, family: family.id, action: 'trim', value, expireAtMs: endOf(left!) }],
    });
    if (outcome === 'done') elements += tail.length;
    // The application also trims it, which changes its end.
    else if (outcome !== 'altered' || ++refusals === ATTEMPTS) return { elements, outcome };
  }
}

async function carryOut({ engine, node }: TrimOptions, item: WorkItem): Promise<Outcome> {
  const [outcome] = await engine.runOn(node, [item], readyItems);
  return outcome!;
}

/** New elements may be added at the head meanwhile. The end must be the same, and enough elements must stay. */
const tailChecks = (name: string, tail: readonly string[], { keep }: TrimRule): Check[] => [
  { kind: 'reply', ask: ['EXISTS', name], is: '1', otherwise: 'g' },
  { kind: 'elements', ask: ['LRANGE', name, String(-tail.length), '-1'], are: tail },
  { kind: 'between', ask: ['LLEN', name], least: (keep ?? 0) + tail.length, most: Number.MAX_SAFE_INTEGER },
];

/** The application may have trimmed the list meanwhile, so that younger elements are at its end. */
function oldOnes(end: readonly string[], { growth }: Family, { before }: TrimRule): string[] {
  const field = growth?.timeField;
  if (before === null) return [...end];
  // Only elements that are certainly old are removed.
  if (field === undefined) return [];
  const young = end.findLastIndex((element) => (timeOf(element, field) ?? before) >= before);
  return end.slice(young + 1);
}

/**
 * Number of elements at the end to remove. The newest come first, so a binary search finds the age. Indexes count from the end,
 * which does not move while the application pushes others.
 */
async function going(
  connection: SteadyConnection,
  name: string,
  family: Family,
  rule: TrimRule,
  length: number,
): Promise<number> {
  const most = Math.min(length, rule.keep ?? length);
  const field = family.growth?.timeField;
  if (rule.before === null || field === undefined) return rule.before === null ? length - most : 0;
  let [low, high] = [length - most, length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const [element] = await connection.send([['LINDEX', name, String(-middle)]]);
    if (element instanceof ReplyError) throw writeRefused(element.message);
    const time = timeOf(element ?? null, field);
    // An element without a time counts as new, because only elements that are certainly old are removed.
    if (time === null || time >= rule.before) high = middle - 1;
    else low = middle;
  }
  return low;
}

function timeOf(element: Reply, field: string): number | null {
  if (typeof element !== 'string') return null;
  try {
    const value: unknown = (JSON.parse(element) as Record<string, unknown>)[field];
    const time = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value : Number.NaN;
    return Number.isNaN(time) ? null : time;
  } catch {
    return null;
  }
}

async function trimStream(name: string, family: Family, options: TrimOptions): Promise<TrimResult> {
  const { connection, db, rule } = options;
  let elements = 0;
  for (;;) {
    if ((await groupsOf(connection, name)).length > 0) return { elements, outcome: 'protected' };
    const [reply, left] = await connection.send([
      ['XRANGE', name, '-', '+', 'COUNT', String(ELEMENTS)],
      ['PTTL', name],
    ]);
    // Read after the entries: if another client trimmed it in between, too many would be removed.
    const length = await integer(connection, ['XLEN', name]);
    const old = entriesOf(reply!)
      .slice(0, rule.keep === null ? ELEMENTS : Math.max(0, length - rule.keep))
      .filter(({ id }) => rule.before === null || Number(id.split('-')[0]) < rule.before);
    const last = old[old.length - 1];
    if (!last) return { elements, outcome: elements > 0 ? 'done' : length === 0 ? 'gone' : 'unneeded' };
    const value: ArchivedValue = {
      form: 'typed',
      type: 'stream',
      value: { entries: old, lastId: last.id, maxDeletedId: null, entriesAdded: null, groups: [] },
    };
    const outcome = await carryOut(options, {
      keys: [name],
      // Entries never change, and none is added before the last.
      checks: [
        { kind: 'reply', ask: ['EXISTS', name], is: '1', otherwise: 'g' },
        { kind: 'elements', ask: ['XINFO', 'GROUPS', name], are: [], otherwise: 't' },
      ],
      commands: [['XTRIM', name, 'MINID', idAfter(last.id)]],
      records: [{ db, name, family: family.id, action: 'trim', value, expireAtMs: endOf(left!) }],
    });
    if (outcome !== 'done') return { elements, outcome };
    elements += old.length;
  }
}

/** A group that may still read a stream, such as an external biller. */
export interface ConsumerGroup {
  name: string;
  /** Entries that it has not read; `null`: not reported, as before Redis 7. */
  unread: number | null;
  /** Entries that it has read and not acknowledged. */
  pending: number;
}

async function groupsOf(connection: SteadyConnection, stream: string): Promise<ConsumerGroup[]> {
  const [groups] = await connection.send([['XINFO', 'GROUPS', stream]]);
  if (!(groups instanceof ReplyError)) return Array.isArray(groups) ? groups.map(groupOf) : [];
  if (/no such key/i.test(groups.message)) return [];
  throw writeRefused(groups.message);
}

function groupOf(reply: Reply): ConsumerGroup {
  const facts = named(reply);
  const [name, lag, pending] = ['name', 'lag', 'pending'].map((fact) => facts.get(fact));
  return {
    name: typeof name === 'string' ? name : '',
    unread: typeof lag === 'number' ? lag : null,
    pending: typeof pending === 'number' ? pending : 0,
  };
}

function elementsOf(reply: Reply): string[] {
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  return Array.isArray(reply) ? (reply as string[]) : [];
}

function entriesOf(reply: Reply): StreamEntry[] {
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  return (Array.isArray(reply) ? reply : []).flatMap((entry) => {
    const [id, pairs] = Array.isArray(entry) ? entry : [];
    return typeof id === 'string' && Array.isArray(pairs) ? [{ id, pairs: pairs as string[] }] : [];
  });
}

/** The next id; both halves are 64-bit numbers. */
function idAfter(id: string): string {
  const [ms, sequence = '0'] = id.split('-');
  return `${ms}-${BigInt(sequence) + 1n}`;
}

function endOf(left: Reply): number | null {
  if (left instanceof ReplyError) throw writeRefused(left.message);
  return expiryTime(left, Date.now());
}

async function integer(connection: SteadyConnection, command: readonly string[]): Promise<number> {
  const [reply] = await connection.send([command]);
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  return Number(reply);
}
