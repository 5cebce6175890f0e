import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { providers } from '../../src/lib/estimate/billing/providers.js';
import { zhCN } from '../../src/lib/report/messages/zh-CN.js';
import { englishLines } from './english.js';
import { profilesIn } from '../../src/lib/profile/builtin/in-language.js';
import { texts } from '../../src/lib/profile/builtin/zh-CN.js';
import { limiterTexts } from '../../src/lib/profile/limiter-texts/zh-CN.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { FORBIDDEN } from './typesetting.js';

const LIB = fileURLToPath(new URL('../../src/lib', import.meta.url));

const quoted = /'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

async function chineseFiles(): Promise<string[]> {
  const names = await readdir(LIB, { recursive: true });
  return names.filter((name) => name.endsWith('.ts') && /zh-CN/.test(name));
}

test('the texts keep the rules of Chinese typesetting', async () => {
  const found: string[] = [];
  for (const name of await chineseFiles())
    for (const text of (await readFile(join(LIB, name), 'utf8')).match(quoted) ?? [])
      for (const [sign, instead] of FORBIDDEN) if (sign.test(text)) found.push(`${name}: ${text}: ${instead}`);
  expect(found).toEqual([]);
});

/** Parts of a profile whose texts are shown. Sources and examples are names. */
const SHOWN = [
  'families',
  'owners',
  'screens',
  'switches',
  'fingerprints',
  'upgradeSigns',
  'operations',
  'limits',
  'figures',
  'callsKeys',
  'usageElsewhere',
] as const;
const NAMES = new Set(['from', 'examples', 'id', 'pattern']);

function* sentences(value: unknown, path: string): Generator<[path: string, text: string]> {
  if (typeof value === 'string') {
    if (/[a-z] [a-z]/.test(value)) yield [path, value];
  } else if (value !== null && typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) if (!NAMES.has(key)) yield* sentences(each, `${path}.${key}`);
  }
}

test('every sentence of a profile is Chinese', async () => {
  const left: string[] = [];
  for (const profile of await profilesIn('zh-CN', await builtinProfiles()))
    for (const part of SHOWN)
      for (const [path, text] of sentences(profile[part], `${profile.name}.${part}`)) left.push(`${path}: ${text}`);
  expect(left).toEqual([]);
});

test('every sentence of a provider and its plans is Chinese', () => {
  const left: string[] = [];
  for (const { id, title, metering, note, plans, asOf, source } of providers) {
    const own = zhCN.estimate.provider(id, { title, billed: metering?.title ?? null, note });
    const ofPlans = plans.map((plan) =>
      zhCN.estimate.plan(id, plan.id, { providerTitle: title, title: plan.title, note: plan.note, source }),
    );
    // An unpriced provider is only named.
    const shown = metering === null ? ofPlans.map((plan) => plan.title) : ofPlans;
    left.push(...englishLines(JSON.stringify([own, shown, asOf], null, 1)));
  }
  expect(left).toEqual([]);
});

test('every Chinese text of a profile belongs to something in it', async () => {
  const strange: string[] = [];
  for (const profile of await builtinProfiles()) {
    const {
      families,
      owners = {},
      screens = {},
      switches = {},
      signs = {},
      operations,
    } = texts[profile.name] ?? { families: {} };
    const check = (kind: string, given: object, ids: readonly string[]): void => {
      for (const id of Object.keys(given)) if (!ids.includes(id)) strange.push(`${profile.name} ${kind} ${id}`);
    };
    check(
      'family',
      families,
      profile.families.map(({ id }) => id),
    );
    check(
      'owner',
      owners,
      (profile.owners ?? []).map(({ dimension }) => dimension),
    );
    check(
      'screen',
      screens,
      (profile.screens ?? []).map(({ id }) => id),
    );
    check(
      'switch',
      switches,
      (profile.switches ?? []).map(({ env }) => env),
    );
    check(
      'sign',
      signs,
      [...(profile.fingerprints ?? []), ...(profile.upgradeSigns ?? [])].map(({ sign }) => sign),
    );
    check(
      'event',
      operations?.events ?? {},
      (profile.operations?.events ?? []).map(({ id }) => id),
    );
    check(
      'condition',
      operations?.conditions ?? {},
      (profile.operations?.conditions ?? []).map(({ id }) => id),
    );
    check(
      'figure',
      operations?.figures ?? {},
      (profile.operations?.figures ?? []).map(({ id }) => id),
    );
  }
  expect(strange).toEqual([]);
});

/** Texts of limiters and clients, of applications and of libraries. */
async function limiterTextsOfProfiles(): Promise<Set<string>> {
  const found = (await builtinProfiles()).flatMap(({ limiters = [], client }) => [
    ...limiters.flatMap(({ rules, checks, race, onError, faults = [] }) => [
      ...rules.flatMap(({ title, setIn }) => [title, setIn]),
      ...checks.map(({ when }) => when),
      race,
      onError.note,
      ...faults,
    ]),
    ...(client?.settings ?? []),
    ...(client?.notes ?? []),
  ]);
  return new Set(found.filter((text) => text !== undefined));
}

test('every text of a limiter is Chinese, and no other is there', async () => {
  const used = await limiterTextsOfProfiles();
  const isSentence = (text: string): boolean => /[a-z] [a-z]/.test(text);
  expect([...used].filter((text) => isSentence(text) && limiterTexts[text] === undefined)).toEqual([]);
  expect(Object.keys(limiterTexts).filter((text) => !used.has(text))).toEqual([]);
});
