import { expect, test } from 'vitest';
import { runMeterInside } from '../../support/meter-inside.js';

const LIST = ['flags', 'list', '--app-version', '1.1.314', '--keys', '6792', '--api-keys', '51'];

test.each(['80', '100', '200'])('switches at %s columns', async (columns) => {
  const { stdout } = await runMeterInside(LIST, { env: { COLUMNS: columns } });
  await expect(stdout).toMatchFileSnapshot(`flags/list-${columns}.txt`);
});

test('switches, and what each turns off', async () => {
  const { stdout } = await runMeterInside([...LIST, '--all'], { env: { COLUMNS: '100' } });
  await expect(stdout).toMatchFileSnapshot('flags/list-all.txt');
});
