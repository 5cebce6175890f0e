import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/lib/format/width.js';
import type { AuditReport } from '../../../src/lib/report/audit/worded.js';
import { auditDocument } from '../../../src/lib/report/audit/document.js';
import { AUDIT_SECTIONS } from '../../../src/lib/report/audit/sections.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { renderText, type TextOptions } from '../../../src/lib/report/render/text.js';
import { meter, type Command } from '../../../src/lib/audit/remedy.js';
import type { WordedFinding } from '../../../src/lib/report/audit/worded.js';
import { auditData, auditEnvelope, familyRow } from '../../support/audit-data.js';

const plain = { color: false, width: 120, all: false };
const whole = { ...plain, all: true };

const renderAuditText = (envelope: Envelope<AuditReport>, options: TextOptions): Promise<string> =>
  renderText(auditDocument(envelope), options);
const HARMFUL = /(?!\n)[\p{Cc}\p{Cf}]/u;
const HOSTILE = 'evil\x1b]0;owned\x07\u202e\n\r│';

describe('what it says', () => {
  test('findings come last, the worst first, each with its evidence and its fix', async () => {
    const { data } = auditEnvelope();
    const text = await renderAuditText(auditEnvelope(), whole);
    const words = text.replace(/\s+/g, ' ');
    for (const finding of data.findings) {
      for (const part of [finding.code, finding.title, finding.evidence, `fix: ${finding.fix}`]) expect(words).toContain(part);
    }
    const order = [
      'Families',
      'What the statistics take',
      'Keys by owner',
      'Largest keys',
      'Unrecognised',
      'Memory',
      'Notes',
      'Not in this report',
      'Findings',
      '● high',
      '◆ medium',
      '○ low',
      'Spent',
    ];
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).toSorted((one, other) => one - other),
    );
    expect(order.filter((part) => !text.includes(part))).toEqual([]);
  });

  test('the header names server, application version, clock and how much was read', async () => {
    const text = await renderAuditText(auditEnvelope(), plain);
    expect(text).toContain('Audit of redis.internal:6379/0  TLS\n');
    expect(text).toContain('Redis 7.0.15 · standalone · master · up 12 d');
    expect(text).toContain('claude-relay-service ≥ 1.1.300 · 1,202,203 keys');
    expect(text).toContain('upgraded from 1.1.250');
    expect(text).toContain('2026-11-20 14:03:11 UTC+8, offset found in the data');
    expect(text).toContain('1,204,331 keys counted, each once; metadata of 12,080 sampled; 14 vanished meanwhile');
  });

  test('a family shows its pattern, estimated bytes, both TTLs and leaking counters', async () => {
    const text = await renderAuditText(auditEnvelope(), { ...whole, width: 160 });
    const row = text.split('\n').find((line) => line.startsWith('  rate_limit:requests:{keyId} '));
    expect(row?.trim().split(/ {2,}/)).toEqual([
      'rate_limit:requests:{keyId}',
      '1,340',
      '0.1 %',
      '~136 KiB',
      '2.1 %',
      '104 B',
      'string',
      '30 min / varies',
      '~1,219',
      'operational',
      'none',
    ]);
  });

  test('the last line says what there is and what is wrong, the one before what the audit spent', async () => {
    const lines = (await renderAuditText(auditEnvelope(), plain)).trimEnd().split('\n');
    expect(lines.slice(-3)).toEqual([
      '  Spent     45,231 commands in 1,203 round trips, 3.1 s',
      '',
      '1,204,331 keys, ~704 MiB of 775 MiB used; 3 findings: 1 high, 1 medium, 1 low.',
    ]);
    expect(await renderAuditText(auditEnvelope({}, { spent: null, target: null }), plain)).toContain('no command to any server');
  });

  test('beyond 5 families the rest are summed, and --all shows each', async () => {
    const families = Array.from({ length: 40 }, (_, index) =>
      familyRow({ id: `f${index}`, pattern: `family-${index}:{id}`, keys: 400 - index, bytesPerKey: 100 }),
    );
    const envelope = auditEnvelope({ families, findings: [] });
    const short = await renderAuditText(envelope, plain);
    expect(short).toContain('… 35 more families: 13,230 keys, 1.26 MiB (--all shows them)');
    expect(short).not.toContain('family-5:');
    const all = await renderAuditText(envelope, whole);
    for (const { pattern } of families) expect(all).toContain(pattern);
    expect(all).not.toContain('more families');
  });

  test('what a finding has seen, and findings beyond the worst, need --all', async () => {
    const { findings } = auditData();
    const more = ['one more', 'another'].flatMap((title) => findings.map((finding) => ({ ...finding, title })));
    const many = auditEnvelope({ findings: [...findings, ...more] });
    const short = await renderAuditText(many, plain);
    expect(short).toContain('… 2 more findings, and what was seen of each (--all shows them)');
    expect(short).not.toContain('the hour trend');
    expect(await renderAuditText(many, { ...plain, section: 'findings' })).toContain('the hour trend');
  });

  test('inferred families are listed by themselves', async () => {
    const families = [
      ...Array.from({ length: 30 }, (_, index) => familyRow({ id: `f${index}`, pattern: `known-${index}`, keys: 9 })),
      familyRow({ id: 'inferred.1', pattern: 'odd:{int}', keys: 1, bytesPerKey: 1, inferred: true, profile: null }),
    ];
    const unrecognised = { keys: 1, families: 1, exact: true, bytes: 1, bytesLow: 1, bytesHigh: 1 };
    const envelope = auditEnvelope({ families, unrecognised });
    expect(await renderAuditText(envelope, { ...plain, section: 'unrecognised' })).toContain('\n  odd:{int} ');
    expect(await renderAuditText(envelope, { ...plain, section: 'families' })).toContain('\n  ? odd:{int} ');
  });

  test('a partial report, an unproven count and a filter are said', async () => {
    const source = {
      kind: 'live',
      sizes: 'server',
      exact: false,
      countProven: false,
      countNote: 'a table was resized',
      endedBecause: null,
      partial: 'max-commands',
      unread: 0,
      unasked: 0,
      filter: { pattern: 'usage:*', type: 'hash' },
    } as const;
    const text = await renderAuditText(auditEnvelope({ source: { ...source, snapshots: [] } }), plain);
    expect(text).toContain('--max-commands was used up');
    expect(text).toContain('count not proven: a table was resized');
    expect(text).toContain('only names like usage:*, type hash');
    expect(text).not.toContain('each once');
  });

  test('an empty database without profile or memory figures is a report too', async () => {
    const empty = auditData();
    const none = { usedMemory: null, peakMemory: null, maxmemory: null, maxmemoryPolicy: null, parts: [] };
    const text = await renderAuditText(
      auditEnvelope({
        ...empty,
        keys: 0,
        families: [],
        profiles: [],
        findings: [],
        dimensions: [],
        largest: [],
        byGrain: {},
        byClass: {},
        memory: none,
      }),
      whole,
    );
    expect(text).toContain('Findings\n  none\n');
    expect(text).toContain('Families\n  no keys\n');
    expect(text).toContain('none recognised');
    expect(text).toContain('not readable');
    expect(text.trimEnd()).toMatch(/\n0 keys; no findings\.$/);
  });

  test('bytes that could not be read leave the order to the keys', async () => {
    const families = [5, 500, 50].map((keys) =>
      familyRow({ id: `f${keys}`, pattern: `family-${keys}`, keys, bytesPerKey: null }),
    );
    const text = await renderAuditText(auditEnvelope({ families, findings: [] }), plain);
    expect(text).toContain('3, by keys');
    expect([...text.matchAll(/family-(\d+) /g)].map(([, keys]) => keys)).toEqual(['500', '50', '5']);
  });
});

describe('how it looks', () => {
  test.each([80, 120, 160])('fits %d columns', async (width) => {
    for (const color of [false, true]) {
      const text = stripVTControlCharacters(await renderAuditText(auditEnvelope(), { color, width, all: true }));
      expect(text.split('\n').filter((line) => displayWidth(line) > width || line !== line.trimEnd())).toEqual([]);
    }
  });

  test('colour is only paint: without it the text is the same and holds no escape sequence', async () => {
    const text = await renderAuditText(auditEnvelope(), plain);
    const painted = await renderAuditText(auditEnvelope(), { ...plain, color: true });
    expect(text).not.toMatch(HARMFUL);
    expect(painted).toMatch(HARMFUL);
    expect(stripVTControlCharacters(painted)).toBe(text);
  });

  test('a command to copy stays on one line', async () => {
    const fix = `meter prune ${'--family key-model.hourly '.repeat(8).trim()}`;
    const findings = auditData().findings.map((finding) => ({ ...finding, fix }));
    expect(await renderAuditText(auditEnvelope({ findings }), { ...plain, width: 80 })).toContain(`fix: ${fix}\n`);
  });
});

test('its sections are those that can be asked for, with and without keys', () => {
  for (const envelope of [
    auditEnvelope(),
    auditEnvelope({ families: [], findings: [], dimensions: [], largest: [] }, { warnings: [] }),
  ]) {
    const { blocks } = auditDocument(envelope);
    const ids = blocks.flatMap((block) => ('id' in block && block.id !== undefined ? [block.id] : []));
    expect([...new Set(ids)]).toEqual(AUDIT_SECTIONS.all);
    const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block.id] : []));
    expect([...new Set(tables)]).toEqual(AUDIT_SECTIONS.tables);
  }
});

test('hostile text from the server reaches the terminal escaped', async () => {
  const data = auditData();
  const hostile = { title: HOSTILE, evidence: HOSTILE, fix: `meter ${HOSTILE}`, code: HOSTILE };
  const finding = { ...data.findings[0]!, ...hostile } as WordedFinding;
  const envelope = auditEnvelope(
    {
      families: [familyRow({ id: HOSTILE, pattern: HOSTILE, keys: 3, type: HOSTILE })],
      findings: [finding, { ...finding, fix: HOSTILE, fixKind: 'advice' }],
      profiles: [{ ...data.profiles[0]!, name: HOSTILE, version: HOSTILE, evidence: [HOSTILE] }],
      server: { ...data.server, version: HOSTILE, role: HOSTILE, persistence: HOSTILE },
      dimensions: [
        {
          dimension: HOSTILE,
          distinct: 1,
          approximate: false,
          top: [{ value: HOSTILE, keys: 1, bytes: 1, bytesHow: 'counted' }],
        },
      ],
      largest: [{ key: HOSTILE, family: HOSTILE, type: HOSTILE, bytes: 1, length: 1 }],
      memory: { ...data.memory, maxmemoryPolicy: HOSTILE, parts: [{ name: HOSTILE, bytes: 1, how: 'server' }] },
      capabilities: [{ name: HOSTILE, state: 'denied', effect: HOSTILE }],
      source: {
        ...data.source,
        countProven: false,
        countNote: HOSTILE,
        partial: HOSTILE,
        filter: { pattern: HOSTILE, type: HOSTILE },
      },
      clock: { ...data.clock, evidence: HOSTILE },
      byGrain: {},
    },
    {
      warnings: [HOSTILE],
      target: { name: HOSTILE, host: null, port: null, db: 0, tls: false, mode: 'standalone', replica: false },
    },
  );
  const text = await renderAuditText(envelope, { ...whole, width: 400 });
  expect(text).not.toMatch(HARMFUL);
  expect(text.split('\n').every((line) => !line.startsWith('│'))).toBe(true);
});

test('the findings end with how commands of others reach the same data', async () => {
  const [finding] = auditEnvelope().data.findings;
  const withCommand = (...commands: Command[]) => ({
    findings: [{ ...finding!, remedy: { code: 'run' as const, params: {}, commands } }],
  });
  const told = 'redis-cli takes the target as -u, or as -h and -p';
  expect(
    await renderAuditText(
      auditEnvelope(withCommand({ program: 'redis-cli', verb: 'CONFIG', args: ['SET', 'appendonly', 'yes'] })),
      plain,
    ),
  ).toContain(told);
  expect(await renderAuditText(auditEnvelope(withCommand(meter('prune', '--hourly'))), plain)).not.toContain(told);
  expect(await renderAuditText(auditEnvelope({}, { target: null }), plain)).toContain('meter audit takes --rdb as well.');
});
