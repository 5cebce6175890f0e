/** From what was read to the result. */
import { valueIn } from '../limits/amount.js';
import { printable } from '../format/terminal.js';
import { findingsOf } from './findings.js';
import type { Gathered } from './gather.js';
import { nearOf, type Read } from './input.js';
import { Labels } from './labels.js';
import { poolIn } from './loads.js';
import type { AbandonedRow, LimitedRow, LimiterRow, LimitersData } from './model.js';
import { notesOf } from './notes.js';
import type { ReadyLimiter, ReadyRule } from '../audit/limiters/ready.js';
import type { LimiterKey } from './read-key.js';
import { nearest, type RuleTally } from './tally.js';

/** Subjects in the result. */
const MOST_LIMITED = 2_000;
/** The end of the year 9999. */
const LATEST_MS = Date.UTC(10_000, 0);

export async function shownLimiters(read: Read): Promise<LimitersData> {
  const { asked, present, byValues, gathered, at, partial, kind, files } = read;
  const rows = [...gathered.rules.values()];
  const labels = new Labels(read);
  const subjects = nearest(
    rows.flatMap(({ subjects: own }) => own),
    MOST_LIMITED,
  );
  const abandoned = rows.flatMap((tally) => tally.abandoned);
  await labels.load([...subjects.map(({ key }) => key), ...abandoned.map(({ key }) => key), ...furthestOf(gathered)]);
  const near = rows.reduce((sum, tally) => sum + tally.near, 0);
  const findings = findingsOf(read, labels);
  return {
    applications: [
      ...present.map(({ compiled: { profile }, releases }) => ({
        name: profile.name,
        title: profile.title,
        version: releases.from,
        upTo: releases.to,
      })),
      ...[...new Set(byValues.map(({ profile }) => profile.profile))].map(({ name, title }) => ({
        name,
        title,
        version: null,
        upTo: null,
      })),
    ],
    now: new Date(at).toISOString(),
    owners: [...asked.owners],
    near: nearOf(asked),
    limiters: rows.map((tally) => limiterRow(tally, read)),
    limited: subjects.map(({ key, used, capacity, share, resetsAt }): LimitedRow => {
      const { unit } = key.rule;
      return {
        ...labels.of(key),
        limiter: key.rule.ready.limiter.id,
        unit,
        used: valueIn(unit, used),
        capacity: valueIn(unit, capacity),
        share,
        resetsAt: resetsAt === null ? null : timeOf(resetsAt),
      };
    }),
    limitedLeftOut: Math.max(0, near - subjects.length),
    abandoned: abandoned
      .map(({ key, slots, until }): AbandonedRow => ({ ...labels.of(key), slots, until: new Date(until).toISOString() }))
      .toSorted((a, b) => b.slots - a.slots),
    findings,
    pool: poolIn(read),
    notes: notesOf(read),
    source: { kind, files: [...files], partial },
  };
}

const furthestOf = ({ lists }: Gathered): LimiterKey[] => [...lists.values()].flatMap(({ ahead }) => ahead.map(({ key }) => key));

/** `null`: a TTL or a start of a window that no calendar knows. */
const timeOf = (ms: number): string | null => (Math.abs(ms) < LATEST_MS ? new Date(ms).toISOString() : null);

function limiterRow(tally: RuleTally, { keys }: Read): LimiterRow {
  const { rule, permanent, odd, near, full, denied, sizes, unlimited } = tally;
  const { ready, setting, unit } = rule;
  const { limiter, profile } = ready;
  const { checks, race = null, faults = [], denials, onError, counting } = limiter;
  // Who has no limit of their own is never near it.
  const known = rule.own !== null || tally.keys > unlimited;
  const isSole = ready.mark === null;
  return {
    application: profile.profile.name,
    limiter: limiter.id,
    rule: printable(rule.rule.name),
    title: printable(rule.rule.title),
    pattern: patternOf(ready, rule),
    algorithm: counting.kind,
    unit,
    keys: tally.keys + (isSole ? keys.beyond(ready) : 0),
    capacity: setting.capacity,
    windowSeconds: setting.window,
    from: setting.from,
    certain: setting.certain,
    near: known && isRead(rule) ? near : null,
    full: known && isRead(rule) ? full : null,
    denied: denials === 'count' && known && isRead(rule) ? denied : null,
    permanent,
    odd,
    bytes: sizes.read === 0 ? null : Math.round((sizes.bytes / sizes.read) * tally.keys),
    bytesExact: sizes.read === tally.keys && (!isSole || keys.beyond(ready) === 0),
    checks: checks.map(({ when, commands, inScript = [], roundTrips }) => ({
      when,
      commands: [...commands],
      inScript: [...inScript],
      roundTrips,
    })),
    holds: race === null,
    race,
    denials,
    onError: { ...onError },
    faults: [...faults],
    setIn: rule.rule.setIn ?? rule.own?.limit.setIn ?? null,
  };
}

/** False where what is used cannot be read without settings. */
const isRead = ({ ready: { limiter }, setting, own }: ReadyRule): boolean =>
  limiter.counting.kind !== 'other' && (own !== null || setting.capacity !== null);

function patternOf({ family, mark }: ReadyLimiter, { rule }: ReadyRule): string {
  const { pattern } = family.family;
  return printable(mark === null ? pattern : pattern.replace(`{${mark.name}}`, rule.name));
}
