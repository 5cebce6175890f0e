import { describe, expect, test } from 'vitest';
import { atVersion } from '../../src/lib/profile/at-version.js';
import { isRead } from '../../src/lib/recognise/is-read.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import type { Operations, Switch, Write, WriteEvent } from '../../src/lib/profile/operations.js';
import type { Family, Profile } from '../../src/lib/profile/types.js';

const family = (id: string, since?: string): Family => ({
  id,
  pattern: `${id}:{key}`,
  type: 'hash',
  ttl: { expires: false },
  grain: 'none',
  valueClass: 'required',
  role: 'counter',
  breaks: 'x',
  ...(since !== undefined && { since }),
  examples: [`${id}:7`],
});

const write: Write = { command: 'HINCRBY', family: 'always', count: 2, when: ['cost'] };
const event: WriteEvent = {
  id: 'usage',
  source: 'token-usage',
  title: 'usage',
  every: 'request',
  transport: 'pipeline',
  writes: [write, { command: 'SET', family: 'new', count: 1, since: '2.0' }],
  evidence: 'read',
  from: 'app',
};
const timer: WriteEvent = {
  ...event,
  id: 'sweep',
  source: 'background',
  every: { minutes: 10, setBy: 'SWEEP' },
  writes: [{ ...write, when: [] }],
};
const operations: Operations = {
  conditions: [{ id: 'cost', title: 'costs', share: 0.5 }],
  events: [event, timer],
  figures: [{ id: 'all', title: 'all', commands: 3, per: 'request', shares: { cost: 1 }, evidence: 'measured', from: 'app' }],
};
const stats: Switch = {
  env: 'STATS',
  title: 'statistics',
  kind: 'boolean',
  default: 'true',
  off: 'false',
  removes: { sources: ['token-usage'], dimension: 'api-key' },
  readBy: { since: '1.5' },
  breaks: 'x',
  dark: [],
  presets: [],
  from: 'app',
};
const sweep: Switch = { ...stats, env: 'SWEEP', kind: 'minutes', default: '10', off: '60', removes: {}, readBy: {} };
const profile: Profile = {
  name: 'app',
  title: 'App',
  readFrom: 'app',
  versions: { oldest: '1.0', newest: '3.0' },
  placeholders: { key: { kind: 'segment', dimension: 'api-key' } },
  families: [family('always'), family('new', '2.0')],
  operations,
  switches: [stats, sweep],
};

const problems = (change: Partial<Profile>): string[] => lintProfile({ ...profile, ...change }).map(({ problem }) => problem);
const withOperations = (change: Partial<Operations>): string[] => problems({ operations: { ...operations, ...change } });
const withEvent = (change: Partial<WriteEvent>): string[] => withOperations({ events: [{ ...event, ...change }, timer] });
const withWrite = (change: Partial<Write>): string[] => withEvent({ writes: [write, { ...write, ...change }] });
const withSwitch = (change: Partial<Switch>): string[] => problems({ switches: [{ ...stats, ...change }, sweep] });
const withTimer = (every: WriteEvent['every']): string[] => withOperations({ events: [event, { ...timer, every }] });
const [figure] = operations.figures!;

const counted: Family = { ...family('always'), fields: { n: 'tokens' } };
const figures: Profile['figures'] = { sets: [{ family: 'always', fields: { tokens: 'n' } }], entities: [] };
const withAmount = (amount: 'tokens' | 'input'): WriteEvent => ({ ...event, writes: [{ ...write, field: 'n', amount }] });

test('sound operations and switches have no problems', () => {
  expect(problems({})).toEqual([]);
});

describe('the lint finds', () => {
  test.each<[string, () => string[], RegExp]>([
    ['an event that is there twice', () => withOperations({ events: [event, timer, event] }), /event usage is defined twice/],
    ['an event that sends nothing', () => withEvent({ writes: [] }), /it sends nothing/],
    ['an id that is no id', () => withEvent({ source: 'Token usage' }), /kebab-case words joined by dots/],
    ['a family that does not exist', () => withWrite({ family: 'gone' }), /family gone, which does not exist/],
    ['a family of later releases', () => withWrite({ family: 'new' }), /releases send HINCRBY to family new that do not have it/],
    [
      'a family of later releases than a write',
      () => withWrite({ family: 'new', since: '1.9' }),
      /releases send HINCRBY to family new/,
    ],
    ['a command in lower case', () => withWrite({ command: 'hincrby' }), /hincrby must be a command in upper case/],
    ['a field that the family does not have', () => withWrite({ field: 'x', amount: 'tokens' }), /field x, which family always/],
    [
      'an amount that the figures call another',
      () => problems({ families: [counted], figures, operations: { ...operations, events: [withAmount('input'), timer] } }),
      /adds input to n, which counts tokens by the figures/,
    ],
    ['a count of nothing', () => withWrite({ count: 0 }), /count of HINCRBY must be above 0/],
    ['a condition that does not exist', () => withWrite({ when: ['!luck'] }), /no condition luck/],
    ['a condition of an event that does not exist', () => withEvent({ when: ['luck'] }), /no condition luck/],
    ['a release that is none', () => withWrite({ since: 'soon' }), /soon is not a release/],
    ['releases the wrong way round', () => withEvent({ since: '2.0', until: '1.0' }), /since 2.0 is later than until 1.0/],
    ['releases without versions', () => withoutVersions(), /need the versions of the profile/],
    ['a timer of no minutes', () => withTimer({ minutes: 0 }), /minutes must be above 0/],
    ['a timer that happens never', () => withTimer({ perDay: 0 }), /times a day must be above 0/],
    [
      'a timer of a switch that does not exist',
      () => withTimer({ minutes: 10, setBy: 'GONE' }),
      /switch GONE, which does not exist/,
    ],
    [
      'a timer that is not the default of its switch',
      () => withTimer({ minutes: 5, setBy: 'SWEEP' }),
      /not the default of SWEEP/,
    ],
    ['a share above 1', () => withShare(1.5), /share must lie between 0 and 1/],
    ['a share that is no number', () => withShare(Number.NaN), /share must lie between 0 and 1/],
    ['a condition that nothing asks for', () => withCondition('idle'), /condition idle changes nothing/],
    ['a condition that is there twice', () => withCondition('cost'), /condition cost is defined twice/],
    ['a figure of nothing', () => withOperations({ figures: [{ ...figure!, commands: 0 }] }), /figure all: the commands/],
    [
      'a figure with unknown shares',
      () => withOperations({ figures: [{ ...figure!, shares: { luck: 1 } }] }),
      /no condition luck/,
    ],
    [
      'a figure of unknown lines',
      () => withOperations({ figures: [{ ...figure!, sources: ['x'] }] }),
      /no event has the source x/,
    ],
    ['a switch that is there twice', () => problems({ switches: [stats, sweep, stats] }), /switch STATS is defined twice/],
    ['a switch that is no variable', () => withSwitch({ env: 'stats' }), /environment variable in upper case/],
    ['a switch that is off by default', () => withSwitch({ off: 'true' }), /off is the default/],
    ['a switch that removes nothing', () => withSwitch({ removes: {} }), /it removes nothing/],
    ['a switch of an unknown source', () => withSwitch({ removes: { sources: ['x'] } }), /no event has the source x/],
    ['a switch of an unknown event', () => withSwitch({ removes: { events: ['x'] } }), /there is no event x/],
    ['a switch of an unknown dimension', () => withSwitch({ removes: { dimension: 'x' } }), /nothing is counted by x/],
    [
      'another reading that is wrong',
      () => withSwitch({ otherReading: { title: 'x', removes: { events: ['x'] } } }),
      /no event x/,
    ],
    ['an interval that is no number', () => withSwitch({ kind: 'minutes', default: 'ten' }), /ten is not a number above 0/],
    ['a switch of no release', () => withSwitch({ readBy: { since: 'soon' } }), /soon is not a release/],
    ['a switch of a fork of no release', () => withSwitch({ readBy: { fork: 'x', release: 'soon' } }), /soon is not a release/],
  ])('%s', (_what, found, expected) => {
    expect(found()).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });
});

const withShare = (share: number): string[] => withOperations({ conditions: [{ id: 'cost', title: 'costs', share }] });
const withCondition = (id: string): string[] =>
  withOperations({ conditions: [...operations.conditions, { id, title: id, share: 0 }] });
function withoutVersions(): string[] {
  const { versions: _, ...rest } = profile;
  return lintProfile(rest).map(({ problem }) => problem);
}

test('one id may name what older and newer releases do', () => {
  expect(withOperations({ events: [{ ...event, until: '1.9', writes: [write] }, { ...event, since: '2.0' }, timer] })).toEqual(
    [],
  );
  expect(withOperations({ events: [{ ...event, until: '2.0', writes: [write] }, { ...event, since: '2.0' }, timer] })).toEqual([
    'event usage is defined twice',
  ]);
});

describe('the profile at a release', () => {
  test('sends what the release sends', () => {
    const sent = (version: string): string[] | undefined =>
      atVersion(profile, version).operations?.events[0]?.writes.map(({ command }) => command);
    expect([sent('1.0'), sent('2.0')]).toEqual([['HINCRBY'], ['HINCRBY', 'SET']]);
  });

  test('knows itself as the only release', () => {
    expect(atVersion(profile, '1.0').versions).toEqual({ oldest: '1.0', newest: '1.0' });
  });

  test('has no events, conditions and figures of others, and switches that speak of what is left', () => {
    const old = { ...event, id: 'old', source: 'old', until: '1.5', writes: [write] };
    const later = atVersion(
      {
        ...profile,
        operations: {
          conditions: [...operations.conditions, { id: 'idle', title: 'idle', share: 0, note: 'It changes nothing.' }],
          events: [old, { ...timer, writes: [{ command: 'GET', family: 'always', count: 1 }] }],
          figures: [{ ...figure!, until: '1.5' }],
        },
        switches: [{ ...stats, removes: { sources: ['old', 'background'], events: ['old'] } }, sweep],
      },
      '2.0',
    );
    expect(later.operations).toMatchObject({ conditions: [{ id: 'idle' }], events: [{ id: 'sweep' }], figures: [] });
    expect(later.switches?.[0]?.removes).toEqual({ sources: ['background'], events: [] });
    expect(lintProfile(later)).toEqual([]);
  });

  test.each(['1.1.6', '1.1.23', '1.1.30', '1.1.54', '1.1.122', '1.1.178', '1.1.262', '1.1.263', '1.1.279', '1.1.280'])(
    'claude-relay-service@%s is sound',
    async (version) => {
      expect(lintProfile(await loadProfile(`claude-relay-service@${version}`))).toEqual([]);
    },
  );
});

describe('whether a release reads a switch', () => {
  test.each<[Switch['readBy'], string | null, boolean | null]>([
    ['documents-only', '1.0', false],
    ['documents-only', null, false],
    [{ fork: 'x/y', release: '1.1.183' }, '1.1.183', null],
    [{ fork: 'x/y', release: '1.1.183' }, null, null],
    [{ fork: 'x/y', release: '1.1.183' }, '1.1.314', false],
    [{}, '1.0', true],
    [{}, null, true],
    [{ since: '1.1.178' }, '1.1.178', true],
    [{ since: '1.1.178' }, '1.1.177', false],
    [{ since: '1.1.178' }, null, null],
    [{ until: '1.9' }, '2.0', false],
  ])('%o by %s: %s', (readBy, version, expected) => {
    expect(isRead({ ...stats, readBy }, { from: version, to: version })).toBe(expected);
  });
});
