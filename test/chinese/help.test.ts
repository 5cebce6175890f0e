import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { EXIT_CODES } from '../../src/lib/cli/help/exit-codes.js';
import { TOPICS } from '../../src/lib/cli/help/topics.js';
import { VARIABLES } from '../../src/lib/cli/help/variables.js';
import { texts } from '../../src/lib/cli/help/zh-CN/index.js';
import { runMeterInside } from '../support/meter-inside.js';
import { englishLines } from './english.js';

interface Described {
  description?: string;
  hidden?: boolean;
  helpGroup?: string;
}

interface Manifest {
  commands: Record<
    string,
    { summary?: string; hidden?: boolean; flags: Record<string, Described>; args: Record<string, Described> }
  >;
}

const json = async <Content>(path: string): Promise<Content> =>
  JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')) as Content;

const inside = (args: readonly string[]) => runMeterInside(args, { env: { COLUMNS: '80', METER_LANG: 'zh-CN' } });

const { commands } = await json<Manifest>('oclif.manifest.json');
const ids = Object.keys(commands)
  .filter((id) => !commands[id]!.hidden)
  .map((id) => id.replaceAll(':', ' '));

/** Commands, JSON and addresses; the end of a command on a line of its own. */
const CODE = /^\s+(?:"|\{|\$|REDIS_URL=|help connecting$).*$|^ {2}[a-z]+ [a-z]+ {2,}/gm;

/** All that the help of the commands and the topics says. */
async function said(): Promise<Set<string>> {
  const pkg = await json<{ description: string; oclif: { topics: Record<string, Described> } }>('package.json');
  const shown = Object.values(commands).filter(({ hidden }) => !hidden);
  const described = [
    ...shown.flatMap(({ flags, args }) => [...Object.values(flags), ...Object.values(args)]),
    ...Object.values(pkg.oclif.topics),
  ].filter(({ hidden }) => !hidden);
  return new Set([
    pkg.description,
    ...shown.flatMap(({ summary }) => summary ?? []),
    ...described.flatMap(({ description, helpGroup }) => [description ?? [], helpGroup ?? []].flat()),
    ...Object.values(EXIT_CODES),
    ...VARIABLES.map(({ meaning }) => meaning),
    ...TOPICS.map(({ title }) => title),
  ]);
}

test('each text of the help is there in Chinese', async () => {
  expect([...(await said())].filter((text) => texts[text] === undefined)).toEqual([]);
});

test('each Chinese text is shown somewhere', async () => {
  const pages = [['--help'], ...ids.map((id) => [...id.split(' '), '--help']), ...TOPICS.map(({ name }) => ['help', name])];
  let shown = '';
  for (const page of pages) shown += (await inside(page)).stdout;
  const plain = shown.replaceAll(/\s/g, '');
  const all = await said();
  const unused = Object.entries(texts).filter(
    ([english, chinese]) => !all.has(english) && !plain.includes(chinese.split('{')[0]!.replaceAll(/\s/g, '')),
  );
  expect(unused.map(([english]) => english)).toEqual([]);
});

test.each([[['--help']], ...TOPICS.map(({ name }) => [['help', name]]), [['prune', '--help']], [['flags', '--help']]])(
  'meter %j is Chinese',
  async (args) => {
    const { stdout, stderr, code } = await inside(args);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(englishLines(stdout.replaceAll(CODE, ''))).toEqual([]);
    expect(stdout).toMatch(/\p{Script=Han}/u);
  },
);

test('--lang decides, and English is as it was', async () => {
  expect((await inside(['audit', '--help', '--lang', 'en'])).stdout).toContain('CONNECTION\n');
  expect((await runMeterInside(['audit', '--help', '--lang', 'zh-CN'])).stdout).toContain('连接\n');
});
