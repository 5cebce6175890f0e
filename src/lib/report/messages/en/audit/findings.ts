import { isLowerBound } from '../../../../audit/bytes-figure.js';
import type { LostTtl, Scope } from '../../../../audit/finding.js';
import type { BytesFigure } from '../../../../audit/model.js';
import type { Held } from '../../../../estimate/background.js';
import { formatBytes } from '../../../../format/bytes.js';
import { formatDuration } from '../../../../format/duration.js';
import { formatCount, formatCounted, formatShare } from '../../../../format/number.js';
import { asClause } from '../../../../format/sentence.js';
import type { AuditMessages } from '../../audit.js';
import { several } from '../plural.js';
import { limiterFindings } from './limiters.js';

/** Follows `the data` or `all keys`. */
const SCOPE: Readonly<Record<Scope, string>> = { whole: '', asked: ' asked for', seen: ' seen' };

const counted = (count: number, { exact, keys }: Pick<LostTtl, 'exact' | 'keys'>): string =>
  `${exact ? '' : 'about '}${formatCount(count)} of ${formatCount(keys)}`;

const promise = ({ promisedSeconds }: LostTtl): string =>
  promisedSeconds === null ? 'a TTL' : `a TTL of ${formatDuration(promisedSeconds)}`;

const ofKeys = (count: number, params: Pick<LostTtl, 'exact' | 'keys'>, has: string, have: string): string =>
  `${counted(count, params)} ${params.keys === 1 ? 'key' : 'keys'} ${count === 1 ? has : have}`;

const haveNone = (count: number, params: LostTtl): string =>
  `${ofKeys(count, params, 'has', 'have')} none, though the family promises ${promise(params)}`;

const unsaved = (changes: number): string =>
  changes === 0 ? '' : `; ${formatCounted(changes, 'change is', 'changes are')} in no snapshot`;

function lossesText(sentences: readonly string[]): string {
  // Sorted, because the order of families depends on the order of keys.
  const lost = [...new Set(sentences.flatMap((text) => asClause(text).split('; ')))].sort();
  return lost.length === 0 ? 'nothing reads them' : `without them these go: ${lost.join('; ')}`;
}

const sizeText = (size: BytesFigure): string =>
  size.bytes === null ? '' : `, ${isLowerBound(size) ? 'at least' : 'about'} ${formatBytes(size.bytes)}`;

function heldText({ keys, apiKeys, accounts, models }: Held): string {
  const counts = [
    formatCounted(keys, 'key', 'keys'),
    ...(apiKeys === null ? [] : [formatCounted(apiKeys, 'API key', 'API keys')]),
    ...(accounts === null ? [] : [formatCounted(accounts, 'account', 'accounts')]),
    ...(models === null ? [] : [formatCounted(models, 'model', 'models')]),
  ];
  return counts.join(', ');
}

const settingsText = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([env, value]) => `, ${env}=${value}`)
    .join('');

export const findings: AuditMessages['findings'] = {
  ...limiterFindings,
  'failed-calls': ({ params: { commands, others, errors } }) => {
    const names = commands.map(
      ({ command, failed, calls }) => `${formatCount(failed)} of ${formatCounted(calls, 'call', 'calls')} of ${command}`,
    );
    const more = others === 0 ? '' : ` and ${formatCounted(others, 'other command', 'other commands')}`;
    const by = errors.map(({ name, count }) => `${name} ${formatCount(count)}`);
    const told = by.length === 0 ? '' : `; errors of any command: ${by.join(', ')}`;
    return {
      title: 'commands fail, which cost as much as those that work',
      evidence: `${names.join(', ')}${more} since the statistics began${told}`,
    };
  },
  'limit-ended': ({ count, params: { limit, pattern, ids, before, now, checked, owners } }) => ({
    title: `the limit of ${limit} ended with ${before}`,
    evidence: `${formatCounted(count, 'owner', 'owners')} with a limit in ${before} ${count === 1 ? 'has' : 'have'} none in ${now}, so every request is allowed: ${ids.join(', ')}${count > ids.length ? ', …' : ''}; the limit is in ${pattern}${checked < owners ? `; ${formatCount(checked)} of ${formatCounted(owners, 'owner was', 'owners were')} looked at` : ''}`,
  }),
  'ghost-index-member': ({ count, params: { pattern, member, sets } }) => ({
    title: `${pattern} holds the ghost member "${member}"`,
    evidence: `${formatCount(count)} of ${formatCounted(sets, 'set', 'sets')} looked at hold a member that a start-up migration put there by mistake`,
  }),
  'abandoned-leases': ({ count, params }) => ({
    title: `${params.pattern} counts requests that nobody renews`,
    evidence: `${ofKeys(count, params, 'was', 'were')} renewed ${formatDuration(params.missedSeconds)} ago or longer, as after kill -9, unless the application is set to shorter leases: each counts against its limit until it expires, within ${formatDuration(params.leftSeconds)}`,
  }),
  'background-scan-load': ({ count, params: { application, jobs, settings, ...held } }) => ({
    title: `${application} scans the whole keyspace in the background`,
    evidence: `about ${formatCounted(count, 'command', 'commands')} a day without any traffic, with ${heldText(held)}${settingsText(settings)}; most for: ${jobs.join('; ')}`,
  }),
  'keys-command': ({ count, params: { msPerCall, callers } }) => ({
    title: 'something uses KEYS, which blocks the server',
    evidence: `${formatCounted(count, 'call', 'calls')} since the statistics began, ${msPerCall.toFixed(1)} ms each, during which no other client is served${callers.map(({ application, when }) => `; ${application} does so ${when}`).join('')}`,
  }),
  'eviction-can-drop-counters': ({ params: { policy, maxmemory, expiringOnly } }) => {
    const limit = maxmemory > 0 ? `at ${formatBytes(maxmemory)}` : 'once a memory limit is set (there is none now)';
    const which = expiringOnly ? 'those with a TTL, enforced costs among them' : 'API keys, accounts and totals among them';
    return {
      title: `the eviction policy ${policy} can drop counters that the application needs`,
      evidence: `${limit} the server removes keys, ${which}`,
    };
  },
  'memory-headroom': ({ params: { usedMemory, maxmemory, evicts } }) => ({
    title: 'memory is nearly full',
    evidence: `${formatShare(usedMemory / maxmemory)} of ${formatBytes(maxmemory)} is used; beyond, ${evicts ? 'keys are evicted' : 'writes fail'}`,
  }),
  'secret-in-key-name': ({ count, params: { pattern, secret } }) => ({
    title: `${pattern} holds ${secret} in its key names`,
    evidence: `whoever may run SCAN or MONITOR, or reads a slow log or a backup, reads ${count === 1 ? 'it' : `all ${formatCount(count)} of them`}`,
  }),
  'wrong-type': ({ params: { pattern, expected, found } }) => ({
    title: `${pattern} has keys of a type that the application does not write`,
    evidence: `expected ${expected}, found ${found.map(({ type, keys }) => `${formatCount(keys)} ${type}`).join(', ')}; another application may share this Redis`,
  }),
  'unrecognised-keys': ({ count, params: { share, scope, families } }) => ({
    title: 'keys that no profile knows',
    evidence: `${formatCounted(count, 'key', 'keys')}, ${formatShare(share)} of all keys${SCOPE[scope]}, in ${formatCounted(families, 'inferred family', 'inferred families')}; they are never pruned`,
  }),
  'orphan-owner': ({ count, params: { owner, ids, keys, bytes, bytesHow, unchecked, all } }) => {
    const more = count > ids.length ? ', …' : '';
    const size = bytes > 0 ? `, ${bytesHow === 'about' ? 'about' : 'at least'} ${formatBytes(bytes)}` : '';
    // A wrong database is more likely than a relay without any owner.
    const doubt = all
      ? '; not one of them exists here: perhaps they are kept in another database or server, or this profile is not the right one'
      : '';
    return {
      title: `data of ${several(owner)} that no longer exist`,
      evidence:
        `${formatCount(count)} gone (${ids.join(', ')}${more}) with ${formatCounted(keys, 'key', 'keys')}${size}` +
        `${unchecked > 0 ? `; ${formatCount(unchecked)} more could not be checked` : ''}${doubt}`,
    };
  },
  'no-persistence': ({ params: { unsavedChanges } }) => ({
    title: 'nothing is saved to disk',
    evidence: `no append-only file and no save points: a restart loses API keys, accounts and totals${unsaved(unsavedChanges)}`,
  }),
  'save-failed': ({ params: { what, unsavedChanges } }) =>
    what === 'snapshot'
      ? {
          title: 'the last snapshot failed',
          evidence: `writes are refused (MISCONF) unless stop-writes-on-bgsave-error is no${unsaved(unsavedChanges)}`,
        }
      : {
          title: 'the append-only file cannot be written',
          evidence: `writes are refused (MISCONF) until it can${unsaved(unsavedChanges)}`,
        },
  'unbounded-collection': ({ params: { pattern, bytes, share, scope, longest, bound, note } }) => ({
    title: `${pattern} takes much and keeps growing`,
    evidence:
      `${formatBytes(bytes)}${share === null ? '' : ` (${formatShare(share)} of the data${SCOPE[scope]})`}, ` +
      `longest ${formatCounted(longest, 'element', 'elements')}` +
      `${bound === null ? ', never trimmed' : `, trimmed only at ${formatCount(bound)}`}${note === null ? '' : `; ${note}`}`,
  }),
  'heavy-optional-data': ({ count, params: { pattern, share, scope, bytes, note } }) => ({
    title: `${pattern} takes ${formatShare(share)} of the data${SCOPE[scope]}`,
    evidence: `${formatBytes(bytes)} in ${formatCounted(count, 'key', 'keys')}; ${note}`,
  }),
  'big-hot-structure': ({ params: { key, type, bytes, length } }) => ({
    title: `one ${type ?? 'key'} is very big`,
    evidence: `${key}: ${formatBytes(bytes)}${length === null ? '' : `, ${formatCounted(length, 'element', 'elements')}`}; reading it whole stops the server meanwhile`,
  }),
  'fine-grained-statistics': ({ count, params: { families, share, scope, size, losses } }) => ({
    title: 'statistics by the hour and minute are finer than most operators need',
    evidence: `${formatCounted(count, 'key', 'keys')} in ${formatCounted(families, 'family', 'families')}, ${formatShare(share)} of all keys${SCOPE[scope]}${sizeText(size)}, index sets included; ${lossesText(losses)}`,
  }),
  'counter-without-ttl': ({ count, params }) => ({
    title: `${params.pattern} leaks keys without TTL`,
    evidence: `${haveNone(count, params)}${params.note === null ? '' : `; ${params.note}`}`,
  }),
  'imported-without-ttl': ({ count, params }) => ({
    title: `${params.pattern} has keys that never expire`,
    evidence: `${haveNone(count, params)}; an import that dropped the TTLs leaves this`,
  }),
  'key-without-ttl': ({ count, params }) => ({
    title: `${params.pattern} has keys that never expire`,
    evidence: haveNone(count, params),
  }),
  'one-day-ttl': ({ count, params }) => ({
    title: `${params.pattern} is about to lose data before its time`,
    evidence: `${ofKeys(count, params, 'has', 'have')} a day or less left where ${promise(params)} leaves more; an import followed by the hourly clean-up does this`,
  }),
};
