/** The pages that are made of the commands are those of this program. `npm run docs` makes them again. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { allBuiltin } from '../src/lib/profile/builtin/all.js';
import type { Profile } from '../src/lib/profile/types.js';

interface Generator {
  commandsMarkdown: (manifest: object) => string;
  manPage: (manifest: object, about: object) => string;
}

interface PageGenerator {
  profileList: (profiles: readonly Profile[]) => string;
  profilePage: (profile: Profile) => string;
}

const fileOf = (name: string): URL => new URL(`../${name}`, import.meta.url);
const textOf = (name: string): Promise<string> => readFile(fileOf(name), 'utf8');
const { commandsMarkdown, manPage } = (await import(fileOf('scripts/docs.mjs').href)) as Generator;
const manifest = JSON.parse(await textOf('oclif.manifest.json')) as { commands: Record<string, { pluginName: string }> };

test('docs/commands.md has every command with its flags', async () => {
  const text = await textOf('docs/commands.md');
  expect(text, 'run: npm run docs').toBe(commandsMarkdown(manifest));
  const own = Object.entries(manifest.commands).filter(([, { pluginName }]) => pluginName === 'redis-meter');
  expect(own.length).toBeGreaterThan(20);
  for (const [id] of own) expect(text).toContain(`\n## meter ${id.replaceAll(':', ' ')}\n`);
});

test('docs/profiles has a current page of each built-in profile, with every key and variable', async () => {
  const { profileList, profilePage } = (await import(fileOf('scripts/profile-pages.mjs').href)) as PageGenerator;
  expect(await textOf('docs/profiles/README.md'), 'run: npm run docs').toBe(profileList(allBuiltin));
  const names = allBuiltin.map(({ name }) => `${name}.md`);
  expect(await readdir(fileOf('docs/profiles'))).toEqual(['README.md', ...names].toSorted());
  for (const profile of allBuiltin) {
    const text = await textOf(`docs/profiles/${profile.name}.md`);
    expect(text, 'run: npm run docs').toBe(profilePage(profile));
    for (const { pattern } of profile.families) expect(text).toContain(`\`${pattern}\``);
    for (const { env } of profile.switches ?? []) expect(text).toContain(`| \`${env}\` |`);
    expect(text).not.toMatch(/undefined|\[object/);
  }
});

test('the man page is current, and no line of a text is a request', async () => {
  const text = await textOf('man/meter.1');
  expect(text, 'run: npm run docs').toBe(manPage(manifest, JSON.parse(await textOf('package.json')) as object));
  const requests = new Set([...text.matchAll(/^([.'][A-Za-z]*)/gm)].map(([, request = '']) => request));
  expect([...requests].toSorted()).toEqual(['.B', '.I', '.PP', '.SH', '.SS', '.TH', '.TP', '.fi', '.nf']);
});

test('man shows it without a complaint', (context) => {
  let warnings: string;
  try {
    execFileSync('groff', ['--version'], { stdio: 'ignore' });
    warnings = execFileSync('groff', ['-man', '-ww', '-z', '-Tutf8', '-K', 'utf8', fileOf('man/meter.1').pathname], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    context.skip((error as NodeJS.ErrnoException).code === 'ENOENT', 'groff is not installed');
    throw error;
  }
  expect(warnings).toBe('');
});
