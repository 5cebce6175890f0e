import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter } from '../support/meter.js';

const inside = (args: readonly string[]) => runMeterInside(args, { env: { COLUMNS: '80' } });

test.each([[[]], [['--help']], [['-h']], [['help']]])(
  'meter %j fits one screen, and says what to do in which order',
  async (args) => {
    const { stdout, stderr, code } = await inside(args);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const verbs = ['meter audit', 'meter estimate', 'meter advise', 'meter prune', 'meter fix-consistency', 'meter restore'];
    const places = verbs.map((verb) => stdout.indexOf(verb, stdout.indexOf('ORDER OF WORK')));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(62);
  },
);

test('topics say what holds for every command, as the README does', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const codes = await inside(['help', 'exit-codes']);
  for (const exit of [0, 1, 2, 3, 4, 5, 6, 130]) expect(codes.stdout).toMatch(new RegExp(`^  ${exit} +\\w`, 'm'));
  const environment = await inside(['help', 'environment']);
  const variables = environment.stdout.match(/^ {2}[A-Z][A-Z_]+/gm)!.map((name) => name.trim());
  expect(variables).toContain('REDIS_URL');
  for (const name of variables) expect(readme).toContain(`| \`${name}\``);
  for (const [topic, part] of [
    ['connecting', '--sni'],
    ['json', 'schemaVersion'],
    ['safety', 'never FLUSHALL'],
  ] as const) {
    const { stdout, code } = await inside(['help', topic]);
    expect(code).toBe(0);
    expect(stdout).toContain(part);
  }
});

test("a command's own flags come first, and the connection last", async () => {
  const { stdout } = await inside(['prune', '--help']);
  const places = ['--hourly', '--archive', '--format', '--utc-offset', '--env-file'].map((flag) =>
    stdout.search(new RegExp(`^ .*${flag}\\b`, 'm')),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(stdout).not.toMatch(/^[A-Z ()]+ FLAGS$/m);
  expect(stdout.replace(/\s+/g, ' ')).toContain('see meter help connecting');
});

test('what nobody knows is a usage error', async () => {
  expect((await inside(['help', 'conecting'])).code).toBe(2);
});

test('-v is --version', async () => {
  const [short, long] = await Promise.all([runMeter(['-v']), runMeter(['--version'])]);
  expect(short).toMatchObject({ code: 0, stdout: long.stdout });
});
