import { expect, test } from 'vitest';
import type { ViolationGroup, ViolationRow } from '../../src/lib/consistency/model.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import { changesDocument } from '../../src/lib/report/consistency/changes.js';
import { consistencyDocument } from '../../src/lib/report/consistency/document.js';
import { CHECK_SECTIONS } from '../../src/lib/report/consistency/sections.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { csvPieces, renderCsv } from '../../src/lib/report/render/csv.js';
import { textPieces, renderText } from '../../src/lib/report/render/text.js';

const ROW: ViolationRow = {
  invariant: 'S1',
  profile: 'crs',
  family: 'usage.daily',
  key: 'usage:daily:k1:2026-11-20',
  class: 'partial-write',
  drift: null,
  verdict: null,
  cause: 'A request that was cut off.',
  fields: { requests: { expected: 5, actual: 3, delta: 2 } },
  expected: 5,
  actual: 3,
  delta: 2,
  members: null,
  repair: { kind: 'raise', what: 'raise requests by 2' },
};

function envelopeOf(violations: ViolationRow[], count: number): Envelope<ConsistencyReport> {
  const own = count === 0 ? {} : { 'partial-write': count };
  const data: ConsistencyReport = {
    source: { kind: 'live', files: [], keys: 10, refused: 0, partial: null, spilled: false },
    clock: { now: '2026-11-20T19:45:00.000Z', utcOffset: 8, offsetFrom: 'flag', evidence: '--utc-offset' },
    profiles: [],
    invariants: [
      {
        id: 'S1',
        profile: 'crs',
        title: 'parts = whole',
        checked: 10,
        holds: 10 - Math.min(10, count),
        violations: count,
        byClass: own,
        leftOut: {},
        unjudged: {},
        notReadAgain: 0,
      },
    ],
    drifts: [],
    violations,
    removed: [],
    applied: null,
  };
  return { data, warnings: [], spent: null, target: null } as unknown as Envelope<ConsistencyReport>;
}

const plain = { color: false, width: 100, all: false };

test('a check in which all holds says so in one line, and names no command', async () => {
  const text = await renderText(
    consistencyDocument(envelopeOf([], 0), { target: ' --host h', repair: 'fix-consistency --apply' }),
    plain,
  );
  expect(text.trimEnd().split('\n').at(-1)).toBe('Everything that could be judged holds: 1 invariant.');
  expect(text).not.toContain('--host h');
});

test('differences that can be repaired come with the command, and its target', async () => {
  const text = await renderText(
    consistencyDocument(envelopeOf([ROW], 1), { target: ' --host h', repair: 'fix-consistency --apply' }),
    plain,
  );
  expect(text).toContain('  Repair    meter fix-consistency --apply --host h\n');
  expect(text.trimEnd().split('\n').at(-1)).toBe('1 difference: 1 partial-write; 1 can be repaired.');
  const ofFile = await renderText(
    consistencyDocument(envelopeOf([ROW], 1), { target: null, repair: 'fix-consistency --apply' }),
    plain,
  );
  expect(ofFile).not.toContain('--apply');
});

test('each section that may be asked for is there, whatever was found', () => {
  for (const violations of [[], [ROW]]) {
    const { blocks } = consistencyDocument(envelopeOf(violations, violations.length), {
      target: '',
      repair: 'fix-consistency --apply',
    });
    const ids = new Set(blocks.flatMap((block) => ('id' in block && block.id !== undefined ? [block.id] : [])));
    expect([...ids].toSorted()).toEqual([...CHECK_SECTIONS.all].toSorted());
  }
});

test('differences are drawn one by one, of which few are asked for at a time', async () => {
  const all = 100_000;
  let made = 0;
  const group: ViolationGroup = {
    invariant: 'S1',
    class: 'partial-write',
    count: all,
    hasOneCause: true,
    *rows() {
      for (let at = 0; at < all; at++) {
        made += 1;
        yield { ...ROW, key: `usage:daily:${at}` };
      }
    },
  };
  const document = () =>
    consistencyDocument(envelopeOf([], all), { groups: [group], target: null, repair: 'fix-consistency --apply' });
  await renderText(document(), plain);
  expect(made).toBeLessThan(10);
  for (const pieces of [
    textPieces(document(), { ...plain, section: 'differences' }),
    csvPieces(document(), { section: null, delimiter: ',' }),
  ]) {
    made = 0;
    let length = 0;
    for await (const piece of pieces) {
      length += piece.length;
      if (length > 200_000) break;
    }
    expect(made).toBeGreaterThan(100);
    expect(made).toBeLessThan(all / 10);
  }
});

test('what has appeared and what is gone is a line each, and a row', async () => {
  const data = { now: '2026-11-20T19:45:00.000Z', appeared: [ROW], gone: [] };
  const document = changesDocument({ data, target: null } as unknown as Parameters<typeof changesDocument>[0]);
  expect(await renderText(document, plain)).toContain('  New       partial-write S1 usage:daily:k1:2026-11-20 (2)\n');
  expect(await renderCsv(document, { section: null, delimiter: ',' })).toBe(
    'at,change,class,invariant,key,delta\n2026-11-20T19:45:00.000Z,appeared,partial-write,S1,usage:daily:k1:2026-11-20,2\n',
  );
});
