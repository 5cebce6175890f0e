import { expect, test } from 'vitest';
import { runMeterInside } from '../../support/meter-inside.js';

test.each(['80', '100', '200'])('a profile at %s columns', async (columns) => {
  const { stdout } = await runMeterInside(['profile', 'show', 'claude-relay-service'], { env: { COLUMNS: columns } });
  await expect(stdout).toMatchFileSnapshot(`profile/show-${columns}.txt`);
});

test.each([
  ['family', ['show', 'claude-relay-service', '--family', 'usage.records']],
  ['list', ['list']],
  ['check', ['check']],
])('%s', async (name, words) => {
  const { stdout } = await runMeterInside(['profile', ...words], { env: { COLUMNS: '100' } });
  await expect(stdout).toMatchFileSnapshot(`profile/${name}.txt`);
});
