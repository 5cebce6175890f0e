import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ErrorTexts } from '../../src/lib/errors/sayings.js';
import type { Said, Saying } from '../../src/lib/format/errors.js';
import { errors as chinese } from '../../src/lib/report/messages/zh-CN/errors.js';
import { runMeterInside } from '../support/meter-inside.js';
import { englishLines } from './english.js';
import { SAMPLES } from './error-samples.js';

const ERRORS = fileURLToPath(new URL('../../src/lib/errors', import.meta.url));

/** Settings as they are written. */
const QUOTED = /`[^`]*`/g;

const PART: Saying = { id: 'part', params: {}, english: ['PART.', 'NEXT.'] };

/** Stands for a parameter of any kind: a text, a number, a list or another saying. */
function anything(): unknown {
  const asText = { [Symbol.toPrimitive]: (hint: string) => (hint === 'number' ? 3 : 'X'), toString: () => 'X' };
  return new Proxy(asText, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name);
      if (name === 'english') return PART.english;
      if (name === Symbol.iterator) return ['X', 'X'][Symbol.iterator].bind(['X', 'X']);
      if (name === 'length') return 2;
      if (name === 'join') return (by: string) => ['X', 'X'].join(by);
      if (name === 'map') return (each: (item: unknown) => unknown) => ['X', 'X'].map(each);
      if (typeof name === 'string' && name in String.prototype) return () => 'X';
      return anything();
    },
  });
}

const say = ({ english }: Saying): Said => english;

const catalogues = async (): Promise<[file: string, texts: ErrorTexts][]> =>
  Promise.all(
    (await readdir(ERRORS))
      .filter((name) => name !== 'sayings.ts')
      .map(async (name): Promise<[string, ErrorTexts]> => {
        const exported = Object.entries((await import(join(ERRORS, name))) as Record<string, ErrorTexts>);
        return [name, exported.find(([each]) => each.endsWith('Errors'))![1]];
      }),
  );

test('each id is in one catalogue only, and each has a Chinese text', async () => {
  const ids = (await catalogues()).flatMap(([, texts]) => Object.keys(texts));
  expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
  expect(Object.keys(chinese).toSorted()).toEqual(ids.toSorted());
});

test('each error says the same number of things in both languages, and no English in Chinese', async () => {
  const faults: string[] = [];
  for (const [file, texts] of await catalogues())
    for (const [id, text] of Object.entries(texts))
      for (const params of (SAMPLES[id] ?? [anything()]) as never[]) {
        const english = text(params, say);
        const said = chinese[id]!(params, say);
        if (english.length !== said.length) faults.push(`${file} ${id}: ${english.length} and ${said.length} sentences`);
        for (const each of [...english, ...said])
          if (/undefined|NaN|\[object|function|^\s|\s$|^$/.test(each)) faults.push(`${file} ${id}: ${each}`);
        for (const each of said)
          faults.push(...englishLines(each.replaceAll(QUOTED, '')).map((line) => `${file} ${id}: ${line}`));
        if (!/\p{Script=Han}/u.test(said.join(''))) faults.push(`${file} ${id}: ${said.join(' ')}`);
      }
  expect(faults).toEqual([]);
});

test.each([
  [['audit', '--url', 'foo://', '--lang', 'zh-CN'], {}],
  [['estimate', '--url', 'foo://'], { METER_LANG: 'zh-CN' }],
  [['measure', '--url', 'foo://'], { LC_ALL: 'zh_CN.UTF-8' }],
])('%j %j fails in Chinese', async (argv, env) => {
  const { stderr, code } = await runMeterInside(argv, { env });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^meter: Redis URL 的协议未知。\n {2}写成 redis:/);
});

test('the result of a failure is English', async () => {
  const { stdout } = await runMeterInside(['audit', '--url', 'foo://', '--lang', 'zh-CN', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage', message: 'The Redis URL has an unknown scheme.' } });
});
