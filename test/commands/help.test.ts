import { expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter } from '../support/meter.js';

test.each([[[]], [['--help']], [['-h']], [['help']]])('meter %j tells examples, environment and exit codes', async (args) => {
  const { stdout, stderr, code } = await runMeterInside(args, { env: { COLUMNS: '80' } });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  for (const part of ['EXAMPLES', 'REDIS_URL', 'NO_COLOR', 'COLUMNS', 'METER_DEBUG', 'EXIT CODES'])
    expect(stdout).toContain(part);
  for (const exit of [0, 1, 2, 3, 4, 5, 6, 130]) expect(stdout).toMatch(new RegExp(`^  ${exit} +\\w`, 'm'));
});

test('the help of a topic or a command does not repeat it', async () => {
  for (const args of [
    ['profile', '-h'],
    ['audit', '-h'],
  ]) {
    const { stdout, code } = await runMeterInside(args);
    expect(code).toBe(0);
    expect(stdout).not.toContain('ENVIRONMENT');
  }
});

test('-v is --version', async () => {
  const [short, long] = await Promise.all([runMeter(['-v']), runMeter(['--version'])]);
  expect(short).toMatchObject({ code: 0, stdout: long.stdout });
});
