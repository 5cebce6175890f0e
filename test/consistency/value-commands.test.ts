import { beforeAll, describe, expect, test } from 'vitest';
import { compileRelations, type Plans } from '../../src/lib/consistency/compile-relations.js';
import { WRONG_TYPE } from '../../src/lib/consistency/key-value.js';
import type { FamilyPlan } from '../../src/lib/consistency/relation.js';
import type { Question } from '../../src/lib/consistency/source.js';
import { commandsFor, readingFrom, settleOpen } from '../../src/lib/consistency/value-commands.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import { ReplyError, type Reply } from '../../src/lib/redis/resp.js';

let plans: Plans;
beforeAll(async () => {
  plans = compileRelations([compileProfile(await loadProfile('claude-relay-service'))], { invariants: [], families: [] });
});

const planOf = (id: string): FamilyPlan => [...plans.families.values()].find(({ compiled }) => compiled.family.id === id)!;
const question = (family: string, ttl = false): Question => ({ db: 0, name: 'k', plan: planOf(family), value: true, ttl });
const read = (asked: Question, ...replies: Reply[]) => readingFrom(asked, replies, 0);

describe('what is asked of a key', () => {
  test('is one command, for no more than can matter', () => {
    expect(commandsFor(question('cost.daily'))).toEqual([['GETRANGE', 'k', '0', '511']]);
    const [[command, name, ...fields] = []] = commandsFor(question('usage.daily'));
    expect([command, name]).toEqual(['HMGET', 'k']);
    expect(fields).toEqual([...planOf('usage.daily').fields.keys()]);
    expect(commandsFor(question('account-usage.hourly')).map(([first]) => first)).toEqual(['HSCAN']);
    expect(commandsFor({ ...question('usage.daily', true), value: false })).toEqual([['PTTL', 'k']]);
    expect(commandsFor({ ...question('usage.daily'), value: false })).toEqual([['EXISTS', 'k']]);
  });

  test('every family that is read is asked by a command of its type', () => {
    const known: Record<string, readonly string[]> = {
      string: ['GETRANGE'],
      hash: ['HMGET', 'HSCAN', 'EXISTS'],
      set: ['SSCAN'],
      zset: ['ZRANGE'],
    };
    for (const plan of plans.families.values()) {
      if (!plan.readsValue) continue;
      const [[command] = []] = commandsFor({ db: 0, name: 'k', plan, value: true, ttl: false });
      expect(known[plan.compiled.family.type]).toContain(command);
    }
  });
});

describe('what the answers say', () => {
  test('of a hash: the fields that are there', () => {
    const asked = question('usage.daily');
    const fields = [...asked.plan.fields.keys()];
    const told = read(asked, ['1', ...fields.slice(1).map(() => null)]);
    expect([told.reading.value, told.isOpen, told.from]).toEqual([[fields[0], '1'], false, null]);
    expect(read(asked, new ReplyError('WRONGTYPE no')).reading.value).toBe(WRONG_TYPE);
  });

  test('of a hash in pieces: the fields that matter', () => {
    const pairs = ['model:m:requests', '3', 'of-no-use', 'x', 'requests', '3'];
    const told = read(question('account-usage.hourly'), ['17', pairs]);
    expect([told.reading.value, told.from]).toEqual([['model:m:requests', '3', 'requests', '3'], '17']);
    expect(read(question('account-usage.hourly'), ['0', []]).reading.value).toBeNull();
    expect(read(question('account-usage.hourly'), ['0', ['of-no-use', 'x']])).toMatchObject({
      reading: { value: [] },
      isOpen: false,
    });
  });

  test.each<[string, Reply[], string | null]>([
    ['there is none', [0, ''], null],
    ['one that is empty', [1, ''], ''],
    ['it was made since', [1, '5'], null],
    ['it was made while that was asked', [0, '5'], null],
  ])('of an empty text: %s', (_, again, value) => {
    const told = read(question('cost.daily'), '');
    expect(told.isOpen).toBe(true);
    settleOpen(told, again);
    expect(told.reading.value).toBe(value);
  });

  test('a key that PTTL does not find is not there', () => {
    expect(read(question('cost.daily', true), '', -2)).toMatchObject({ reading: { value: null, ttlMs: -2 }, isOpen: false });
  });
});
