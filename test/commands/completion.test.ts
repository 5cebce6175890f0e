/** The script is run by bash, as after the Tab key. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-completion-'));
  const { stdout, code } = await runMeterInside(['completion', 'bash']);
  expect(code).toBe(0);
  await writeFile(join(folder, 'script'), stdout);
});
afterAll(() => rm(folder, { recursive: true }));

/** What the function replies for these words, the last of which is under the cursor. */
function completed(...words: readonly string[]): string[] {
  const code = 'source ./script; COMP_WORDS=(meter "$@"); COMP_CWORD=$#; _meter_complete; printf "%s\\n" "${COMPREPLY[@]}"';
  const out = execFileSync('bash', ['-uc', code, 'bash', ...words], { cwd: folder, encoding: 'utf8' });
  return out.split('\n').filter((word) => word !== '');
}

test.each<[string[], string[]]>([
  [['a'], ['advise', 'alerts', 'apply', 'archives', 'audit', 'autocomplete']],
  [['flags', 'l'], ['list']],
  [
    ['limits', ''],
    ['check', 'copy', 'reset', 'set', 'unset'],
  ],
  [['prune', '--inc'], ['--include-open']],
  [['prune', '--hourly', '--family', 'usage.m'], ['usage.monthly']],
  [['fix-consistency', '--family', 'token-usage.h'], ['token-usage.health-check']],
  [['audit', '--profile', 'new'], ['new-api']],
  [['audit', '--profile', '=', 'one'], ['one-api']],
  [['audit', '--format', 'c'], ['csv']],
  [['flags', 'preset', 'min'], ['minimal']],
  [['flags', 'set', 'BILLING'], ['BILLING_EVENTS_ENABLED=false']],
  [['profile', 'show', 'ai'], ['aiecs']],
  [['nothing', 'x'], []],
])('%j', (words, replies) => {
  expect(completed(...words)).toEqual(replies);
});

test.each([
  ['audit', '--rdb', 'd'],
  ['restore', 'x'],
  ['prune', '-o', ''],
  ['audit', '--url', 'redis'],
])('for %j the shell itself completes, which knows files', (...words) => {
  expect(completed(...words)).toEqual([]);
});

test('a flag of every command is there, and none that is hidden', async () => {
  expect(completed('usage', '--')).toEqual(expect.arrayContaining(['--by', '--owner', '--json', '--url']));
});

test('zsh loads its emulation of bash first', async () => {
  const { stdout } = await runMeterInside(['completion', 'zsh']);
  expect(stdout).toMatch(
    /^autoload -Uz \+X compinit && compinit\nautoload -Uz \+X bashcompinit && bashcompinit\n_meter_complete\(\)/,
  );
});

test('another shell is refused in a sentence', async () => {
  const { stdout, stderr, code } = await runMeterInside(['completion', 'fish']);
  expect([stdout, code]).toEqual(['', 2]);
  expect(stderr).toBe('meter: Nothing is completed in fish.\n  Take bash or zsh.\n');
});
