/** What a reader of the figures should know. */
import { maskSecretsInName } from '../format/redact.js';
import { printable } from '../format/terminal.js';
import type { Read } from './input.js';
import type { LimiterNote } from './model.js';
import type { ReadyLimiter } from '../audit/limiters/ready.js';
import type { RuleTally } from './tally.js';

const HOUR_MS = 3_600_000;

export function notesOf({ gathered, byValues, localOffsetMs, says, offset, kind, asked, keys }: Read): LimiterNote[] {
  const rows = [...gathered.rules.values()];
  // Limits of several releases have the same name.
  const namesOf = (some: readonly RuleTally[]): string[] => [...new Set(some.map(({ rule }) => printable(rule.rule.name)))];
  const assumed = rows.filter(
    ({ rule: { setting, ready } }) => setting.from === 'default' && !setting.certain && ready.limiter.counting.kind !== 'other',
  );
  const unknown = rows.filter(({ rule }) => rule.own === null && rule.setting.capacity === null);
  const local = rows.filter(
    ({
      rule: {
        ready: {
          limiter: { counting },
        },
      },
    }) => counting.kind === 'list-log' && counting.times === 'local',
  );
  const longer = assumed.filter(({ overlong }) => overlong > 0);
  return [
    ...(assumed.length > 0 ? [{ code: 'assumed-sizes' as const, params: { rules: namesOf(assumed) } }] : []),
    ...(unknown.length > 0 ? [{ code: 'unknown-sizes' as const, params: { rules: namesOf(unknown) } }] : []),
    ...longer.map(({ rule, overlong, longest }): LimiterNote => ({
      code: 'longer-than-assumed',
      params: { rule: printable(rule.rule.name), lists: overlong, longest: longest ?? 0, capacity: rule.setting.capacity ?? 0 },
    })),
    ...(local.length > 0
      ? [
          {
            code: 'local-times' as const,
            params: {
              application: local[0]!.rule.ready.profile.profile.name,
              offsetHours: localOffsetMs === null ? null : localOffsetMs / HOUR_MS,
              from: localOffsetMs === null ? null : offset.flag === null ? ('data' as const) : ('flag' as const),
              readAsUtc: namesOf(local.filter(({ rule }) => isReadAsUtc(rule.ready))),
            },
          },
        ]
      : []),
    ...(byValues.length > 0
      ? [{ code: 'by-values' as const, params: { names: byValues.map(({ profile }) => profile.profile.title) } }]
      : []),
    ...rows
      .filter(({ odd }) => odd > 0)
      .map(({ rule, odd }): LimiterNote => ({ code: 'odd-values', params: { rule: printable(rule.rule.name), keys: odd } })),
    ...(kind === 'live' && rows.length > 0 && says.hotkeys === null && !/lfu/.test(says.policy ?? '')
      ? [{ code: 'heat-unknown' as const, params: { policy: says.policy } }]
      : []),
    ...(asked.owners.length > 0 && rows.length === 0 && keys.used.length > 0
      ? asked.owners.map((owner): LimiterNote => ({
          code: 'owner-without-keys',
          params: { owner: maskSecretsInName(printable(owner)) },
        }))
      : []),
  ];
}

/** True if another release reads the same lists as UTC. */
const isReadAsUtc = ({ profile, limiter: { id } }: ReadyLimiter): boolean =>
  (profile.profile.limiters ?? []).some(
    (limiter) => limiter.id === id && limiter.counting.kind === 'list-log' && limiter.counting.times === 'utc',
  );
