import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import { parseProfile } from '../../src/lib/profile/profile-file.js';

const document = await readFile(new URL('../../docs/profiles.md', import.meta.url), 'utf8');
const blocks = [...document.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml]) => yaml ?? '');

test('the example in the documentation is one sound profile', () => {
  expect(blocks).toHaveLength(1);
  const profile = parseProfile(blocks[0]!, 'docs/profiles.md');
  expect(lintProfile(profile)).toEqual([]);
  expect(profile.families).toHaveLength(5);
});

test('the documentation lists each unit, and none that does not exist', () => {
  const [list = ''] = /^Units: (.*?)\n\n/ms.exec(document)?.slice(1) ?? [];
  const named = [...list.matchAll(/`([\w-]+)`/g)].map(([, unit]) => unit!);
  const withUnit = (unit: string): string => blocks[0]!.replace(/(fields: \{ ?\w+): [\w-]+/, `$1: ${unit}`);
  for (const unit of named) expect(() => parseProfile(withUnit(unit), 'docs/profiles.md'), unit).not.toThrow();
  expect(() => parseProfile(withUnit('furlongs'), 'docs/profiles.md')).toThrow(
    new RegExp(named.map((unit) => `(?=.*"?${unit}"?)`).join('')),
  );
});

test('the key names that the documentation explains belong where it says', () => {
  const profile = compileProfile(parseProfile(blocks[0]!, 'docs/profiles.md'));
  expect(profile.classify('chat:usage:index:2026-11-20')?.family.id).toBe('usage.index');
  expect(profile.classify('chat:usage:team:7:2026-11-20')).toMatchObject({
    family: { id: 'usage.daily' },
    captures: { user: 'team:7', date: '2026-11-20' },
  });
});
