import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { flowsOf } from '../../src/lib/estimate/flows.js';
import { savingsOf } from '../../src/lib/estimate/savings.js';
import { totalsOf, type Totals } from '../../src/lib/estimate/totals.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { parseProfile } from '../../src/lib/profile/profile-file.js';
import type { Workload } from '../../src/lib/profile/operations.js';

const document = await readFile(new URL('../../docs/profiles.md', import.meta.url), 'utf8');
const yaml = /^```yaml\n(.*?)^```$/ms.exec(document)![1]!;
const relay = parseProfile(yaml, 'docs/profiles.md');
const totals = (version: string, given: Partial<Workload> = {}, env: Record<string, string> = {}): Totals =>
  totalsOf(flowsOf(relay, version, workloadOf(relay, { requestsPerDay: 10, ...given }), env));

test('the example of the documentation is computed like a built-in profile', () => {
  expect(totals('1.0').perRequest).toEqual({ wire: 5.9, counted: 5.9, roundTrips: 1 });
  expect(totals('2.0').perRequest.wire).toBe(8.9);
  expect(totals('2.0', { shares: { cost: 0 } }).perRequest.wire).toBe(8);
  expect(totals('1.0', { keys: 101 }).perDay.wire).toBe(59 + 144 * 2);
  expect(totals('1.0', { keys: 101 }, { SWEEP_MINUTES: '60' }).perDay.wire).toBe(59 + 24 * 2);
});

test('its switches save what they say', () => {
  const [hourly] = savingsOf(relay, null, workloadOf(relay));
  expect(hourly).toMatchObject({
    env: 'HOURLY_STATS',
    overlap: { perRequest: { wire: 3 } },
    left: { perRequest: { wire: 5.9 } },
  });
});

test.each([
  ['every: request', 'every: sometimes', /must be request, or an object with perDay or minutes/],
  ['count: 2,', 'count: several,', /must be a number above 0, or an object with of, each and times/],
  ['count: 3 }', 'count: -3 }', /writes\[0\]\.count must be above 0/],
  ['transport: pipeline', 'transport: pigeon', /transport must be one of pipeline, parallel, sequence, transaction, script/],
  ['share: 0.9', 'share: 9', /must lie between 0 and 1/],
  ['readBy: {}', 'readBy: nobody', /must be documents-only, or an object/],
  ['evidence: read', 'evidence: rumour', /evidence/],
])('a mistake in %s is told with its line', (right, wrong, message) => {
  expect(yaml).toContain(right);
  expect(() => parseProfile(yaml.replace(right, wrong), 'my.yaml')).toThrow(message);
  expect(() => parseProfile(yaml.replace(right, wrong), 'my.yaml')).toThrow(/^my\.yaml, line \d+, column \d+: /);
});
