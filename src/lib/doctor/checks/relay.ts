/** The application's settings file: switches that nothing reads, values that are read as others, and its time zone. */
import type { Message } from '../../format/message.js';
import { nearest } from '../../format/nearest.js';
import { safeText } from '../../format/terminal.js';
import type { Profile } from '../../profile/types.js';
import { readingsOf } from '../../recognise/switch-reading.js';
import { offsetInEnv, type OffsetDecision } from '../../recognise/utc-offset.js';
import { fits, isAway, takenValues } from '../../switches/settings.js';
import { checked, skipped } from '../check.js';
import type { DoctorEvidence } from '../evidence.js';
import { recognisedIn, type DoctorFacts } from '../facts.js';
import type { Check } from '../model.js';
import type { RelayFile } from '../options.js';

type Seen = Message<DoctorEvidence>;

export function relayChecks(facts: DoctorFacts): Check[] {
  const { relay } = facts.options;
  const recognised = recognisedIn(facts);
  const present = recognised?.profiles ?? [];
  return [
    relay === null
      ? skipped('switches', { code: 'no-env-file', params: {} })
      : present.length === 0
        ? skipped('switches', { code: 'unknown-application', params: {} })
        : switches(relay, present),
    recognised === null || present.length === 0
      ? skipped('time-zone', { code: 'unknown-application', params: {} })
      : timeZone(
          relay,
          present.map(({ compiled: { profile } }) => profile),
          recognised.offset,
          facts.dataOffset,
        ),
  ];
}

type Present = NonNullable<ReturnType<typeof recognisedIn>>['profiles'];

function switches(relay: RelayFile, present: Present): Check {
  const known = present.flatMap(({ compiled: { profile }, release }) => {
    const readings = readingsOf(profile, release);
    return (profile.switches ?? []).map((one) => ({ one, reading: readings.get(one.env) }));
  });
  if (known.length === 0) return skipped('switches', { code: 'no-switches', params: {} });
  const names = known.map(({ one }) => one.env);
  const misspelt = Object.keys(relay.values).flatMap((env): Seen[] => {
    const near = names.includes(env) ? undefined : misspeltFrom(env, names);
    return near === undefined ? [] : [{ code: 'switch-unknown', params: { env: safeText(env), near } }];
  });
  const ignored = known
    .filter(({ one, reading }) => reading?.reads === false && isAway(one, relay.values[one.env]))
    .map(({ one, reading }) => ({ env: one.env, because: reading?.because ?? '' }));
  const unfit = known.flatMap(({ one }): Seen[] => {
    const value = relay.values[one.env] ?? '';
    const takes = value === '' || fits(one, value) ? null : takenValues(one);
    return takes === null ? [] : [{ code: 'switch-value', params: { env: one.env, takes, readAs: one.default } }];
  });
  const twice = relay.twice.filter((env) => names.includes(env)).map((env): Seen => ({ code: 'switch-twice', params: { env } }));
  const wrong: Seen[] = [
    ...misspelt,
    ...(ignored.length > 0 ? [{ code: 'switch-ignored' as const, params: { switches: ignored } }] : []),
    ...unfit,
    ...twice,
  ];
  if (wrong.length > 0) return checked('switches', 'warn', wrong, { advice: { code: 'check-switches', params: {} } });
  const count = names.filter((env) => relay.values[env] !== undefined).length;
  return checked('switches', 'ok', [{ code: 'switches-read', params: { count } }]);
}

/** Words shorter than this are near to too many others. */
const SHORTEST = 8;
/** Letters in which a misspelt name differs at most. */
const DIFFERENT = 3;

/** The switch that was meant by a name that differs in few letters. */
function misspeltFrom(env: string, names: readonly string[]): string | undefined {
  if (env.length < SHORTEST) return undefined;
  return nearest(env, names).find(
    (name) => Math.abs(name.length - env.length) <= DIFFERENT && commonEnds(env.toUpperCase(), name) >= name.length - DIFFERENT,
  );
}

/** Letters that both have at their beginning and at their end. */
function commonEnds(one: string, other: string): number {
  const least = Math.min(one.length, other.length);
  let start = 0;
  while (start < least && one[start] === other[start]) start++;
  let end = 0;
  while (end < least - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return start + end;
}

function timeZone(
  relay: RelayFile | null,
  profiles: readonly Profile[],
  { utcOffset, evidence }: OffsetDecision,
  inData: OffsetDecision | null,
): Check {
  const source = profiles.find(({ offset }) => offset)?.offset;
  if (source === undefined) return skipped('time-zone', { code: 'no-offset', params: {} });
  const env = source.env?.name;
  const text = env === undefined ? undefined : relay?.values[env];
  const set = relay === null ? null : offsetInEnv(source, relay.values);
  const advice = { code: 'check-zone' as const, params: {} };
  if (env !== undefined && text !== undefined && text !== '' && set === null)
    return checked('time-zone', 'warn', [{ code: 'offset-unreadable', params: { env, readAs: source.default } }], {
      advice: { code: 'write-offset', params: { env, zeroIsUnset: source.env?.zeroIsUnset === true } },
    });
  if (relay !== null && inData !== null && inData.offsetFrom === 'data' && inData.utcOffset !== (set ?? source.default))
    return checked(
      'time-zone',
      'fail',
      [
        {
          code: 'offset-differs',
          params: { inFile: set ?? source.default, inData: inData.utcOffset, evidence: inData.evidence },
        },
      ],
      { advice },
    );
  return checked('time-zone', 'ok', [{ code: 'offset', params: { utcOffset, evidence } }]);
}
