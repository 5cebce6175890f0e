/** Pages in Chinese say what the English ones say, and what they show is what the program prints. */
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';
import { pageOf, type Section } from './page.js';
import { FORBIDDEN } from './typesetting.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = 'docs/zh-CN';
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

/** These two explain the Chinese of the program, and follow no English page. */
const OWN = ['README.md', 'glossary.md'];
const names = (await readdir(join(ROOT, FOLDER))).filter((name) => !OWN.includes(name));
const pairs = [
  { english: 'README.md', chinese: 'README.zh-CN.md' },
  ...names.map((name) => ({ english: `docs/${name}`, chinese: `${FOLDER}/${name}` })),
];

/** What each section has, in order. Only the titles and the words differ. */
const alike = (sections: readonly Section[]): object[] =>
  sections.map(({ level, items, names: marked, commands, examples, outputs }, index) => ({
    section: index + 1,
    level,
    items,
    names: [...new Set(marked)].toSorted(),
    commands,
    examples,
    outputs,
  }));

describe.each(pairs)('$chinese', ({ english, chinese }) => {
  test('has the headings, commands, examples and figures of the English page', async () => {
    const [{ sections: of }, { sections: to }] = [pageOf(await read(english)), pageOf(await read(chinese))];
    expect(alike(to)).toEqual(alike(of));
    const differ: object[] = [];
    for (const [index, { title, figures }] of to.entries()) {
      const original = of[index]!;
      const added = [...figures].filter((figure) => !original.figures.has(figure) && !original.words.has(figure));
      const missing = [...original.figures].filter((figure) => !figures.has(figure));
      if (added.length + missing.length > 0) differ.push({ title, added, missing });
    }
    expect(differ).toEqual([]);
  });

  test('keeps the rules of Chinese typesetting', async () => {
    const { sections } = pageOf(await read(chinese));
    const found: string[] = [];
    for (const line of sections.flatMap(({ prose }) => prose))
      for (const [sign, instead] of FORBIDDEN)
        for (const cell of line.split(/\s*\|\s*/)) if (sign.test(cell)) found.push(`${cell}: ${instead}`);
    // A line break within a paragraph would be shown as a space.
    const text = (await read(chinese)).replaceAll(/^```[^]*?^```$/gm, '');
    for (const lines of text.matchAll(/^[^|#\s].*\n[^|\-#\s].*/gm)) found.push(lines[0]);
    expect(found).toEqual([]);
  });

  test('and the English page link to each other, and Chinese pages to Chinese ones', async () => {
    const to = pageOf(await read(chinese));
    expect((await read(english)).split('\n').slice(0, 4).join('\n')).toContain(`(${relative(dirname(english), chinese)})`);
    expect(to.links[0]).toBe(relative(dirname(chinese), english));
    for (const link of to.links.slice(1)) {
      if (/^https?:/.test(link)) continue;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? chinese : join(dirname(chinese), path);
      await access(join(ROOT, target));
      const better = pairs.find((pair) => pair.english === target)?.chinese;
      expect(better, `${link} is in Chinese`).toBeUndefined();
      if (anchor !== undefined)
        expect(
          pageOf(await read(target)).sections.map(({ title }) => slugOf(title)),
          link,
        ).toContain(anchor);
    }
  });
});

/** The anchor of a heading. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Printed on a slow machine. */
const PROGRESS = /^(?:scanned|已扫描) .*\n/gm;

describe('what the pages show', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'meter-pages-'));
    const { code } = await runMeterInside(['demo', '--write', 'demo.rdb', '--now', '2026-11-20T19:45:00Z'], { cwd: folder });
    expect(code).toBe(0);
    await writeFile(join(folder, 'relay.env'), 'ENABLE_HOURLY_STATS=false\n');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** How long it took differs, and the folder of a demo. */
  const steady = (line: string): string =>
    line.replace(/^( {2}开销 .*)，[\d.]+ m?s$/, '$1').replace(/meter-demo-\w+/, 'meter-demo-…');

  test('README.zh-CN.md: the demo', async () => {
    const env = { METER_LANG: 'zh-CN', COLUMNS: '100', TMPDIR: '/tmp' };
    const { stdout } = await runMeterInside(['demo', '--now', '2026-11-20T19:45:00Z'], { env });
    const [shown = ''] = /^审计 [^`]*/m.exec(await read('README.zh-CN.md')) ?? [];
    expect(shown.trimEnd().split('\n').map(steady)).toEqual(stdout.trimEnd().split('\n').map(steady));
  });

  test.each(pairs)('$chinese', async ({ chinese }) => {
    const { shown } = pageOf(await read(chinese));
    // Changes need a server, and are shown as they were on one. Their reports are in changes.test.ts.
    for (const { command, output } of shown.filter((each) => !/^meter (?:prune|restore) /.test(each.command))) {
      const { stdout, stderr } = await runMeterInside(command.split(' ').slice(1), { cwd: folder, env: { COLUMNS: '100' } });
      const printed = `${stdout}${stderr.replaceAll(PROGRESS, '')}`.trimEnd().split('\n');
      expect(output.map(steady), command).toEqual(printed.map(steady));
    }
  });
});
