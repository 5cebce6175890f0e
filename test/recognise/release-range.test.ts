import { expect, test } from 'vitest';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import { compareVersions } from '../../src/lib/profile/version.js';
import { measuredRelease } from '../../src/lib/recognise/measured-release.js';
import { comparedRelease, newestFirst, releaseRange } from '../../src/lib/recognise/release-range.js';
import { releaseText } from '../../src/lib/recognise/words.js';

const relay = (await builtinProfile('claude-relay-service'))!;
/** Signs that a database has which only releases up to this one wrote. */
const upTo = (release: string) => (sign: { since: string }) => compareVersions(sign.since, release) <= 0;

test.each([
  ['1.1.314', '≥ 1.1.300', '1.1.314'],
  ['1.1.290', '≥ 1.1.284', '1.1.314'],
  ['1.1.279', '1.1.263 to 1.1.279', '1.1.279'],
  ['1.1.262', '1.1.253 to 1.1.262', '1.1.262'],
  ['1.1.122', '1.1.122 to 1.1.262', '1.1.262'],
  ['1.1.110', '1.1.54 to 1.1.113', '1.1.113'],
])('the signs of %s allow the releases %s', (wrote, releases, newest) => {
  const range = releaseRange(relay, newestFirst(relay), upTo(wrote));
  expect(releaseText(range)).toBe(releases);
  expect(comparedRelease(relay, range)).toBe(newest);
});

test('what is missing below a release that is there was taken away, and tells nothing', () => {
  const range = releaseRange(relay, newestFirst(relay), ({ since }) => since === '1.1.300');
  expect(range).toMatchObject({ from: '1.1.300', to: null });
});

test('the release that the data themselves name is the only one', () => {
  const range = releaseRange(relay, newestFirst(relay), () => null, { release: '1.1.290', key: 'system:migrated:version' });
  expect(range).toEqual({ from: '1.1.290', to: '1.1.290', evidence: ['system:migrated:version says 1.1.290'] });
});

test('without any knowledge the newest release is taken, and said to be a guess', () => {
  expect(
    measuredRelease(
      relay,
      releaseRange(relay, newestFirst(relay), () => null),
    ),
  ).toEqual({
    from: null,
    to: null,
    version: '1.1.314',
    evidence: ['the newest release known, not seen'],
  });
});

test('an application without releases has none', async () => {
  const oneApi = (await builtinProfile('one-api'))!;
  expect(
    measuredRelease(
      oneApi,
      releaseRange(oneApi, newestFirst(oneApi), () => true),
    ).version,
  ).toBeNull();
});
