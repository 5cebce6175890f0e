/** An address with a password where a file is wanted. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';

const ADDRESS = 'redis://user:hunter2@127.0.0.1:6379/0';

interface Manifest {
  commands: Record<
    string,
    {
      args: Record<string, { required?: boolean }>;
      flags: Record<string, { helpValue?: string; required?: boolean }>;
    }
  >;
}

const { commands } = JSON.parse(readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8')) as Manifest;

const PATHS = ['FILE', 'DIR', 'PROFILE'];

/** Of each flag that takes a path, one command that has it, with what that command cannot do without. */
const lines = new Map<string, string[]>();
for (const [id, { args, flags }] of Object.entries(commands))
  for (const [name, { helpValue = '' }] of Object.entries(flags)) {
    if (!PATHS.includes(helpValue)) continue;
    const others = Object.entries(flags).flatMap(([other, { required }]) =>
      required && other !== name ? [`--${other}`, 'x'] : [],
    );
    const needed = Object.values(args).flatMap(({ required }) => (required ? ['x'] : []));
    if (!lines.has(name)) lines.set(name, [...id.split(':'), ...needed, ...others, `--${name}`, ADDRESS]);
  }

async function refused(line: readonly string[], what: string): Promise<void> {
  const { code, stdout, stderr } = await runMeterInside(line);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    new RegExp(`^meter: ${what} names a file, and what was given is an address\\.\\n {2}Give the address of a Redis in`),
  );
  expect(stderr).not.toContain('hunter2');
}

describe('a flag', () => {
  test.each([...lines])('--%s', (name, line) => refused(line, `--${name}`));

  test('that takes a path is known by its help', () => {
    const names = `app-dir archive budgets cacert cert compare-to env-file from-monitor history key output profile provider-file rdb state tls-key write`;
    expect([...lines.keys()].toSorted()).toEqual(names.split(' '));
  });
});

test.each([['apply'], ['restore', 'x.archive'], ['profile', 'show'], ['profile', 'check']])('an argument of %s', (...words) =>
  refused([...words, ADDRESS], 'The argument'),
);
