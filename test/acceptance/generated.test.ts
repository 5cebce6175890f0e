import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { auditJson, bytesOf, type AuditEnvelope } from './audit-json.js';
import { toolFile } from './data-folder.js';

const KEYS = 100_000;
const generator = toolFile('gen-keyspace.mjs');

interface Manifest {
  families: { pattern: string; type: string; count: number; noTtl: number }[];
}

describe.skipIf(generator.missing)(generator.title, () => {
  let server: TestServer;
  let manifest: Manifest;
  let sampled: AuditEnvelope;
  let exact: AuditEnvelope;

  beforeAll(async () => {
    server = await startRedis();
    const file = join(server.dir, 'manifest.json');
    await generateInto(server, file);
    manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
    sampled = await auditJson(server);
    exact = await auditJson(server, '--exact');
  });
  afterAll(() => server?.stop());

  test('has 24 families with exact counts, and no other', () => {
    const written = Object.fromEntries(manifest.families.map(({ pattern, count }) => [shape(pattern), count]));
    expect(Object.keys(written)).toHaveLength(24);
    for (const { data } of [sampled, exact]) {
      expect(Object.fromEntries(data.families.map(({ pattern, keys }) => [shape(pattern), keys]))).toEqual(written);
      expect(data.keys).toBe(KEYS);
    }
  });

  test('has the types and, read in full, the missing TTLs that were written', () => {
    const types = Object.fromEntries(manifest.families.map(({ pattern, type }) => [shape(pattern), type]));
    for (const { data } of [sampled, exact]) {
      expect(Object.fromEntries(data.families.map(({ pattern, type }) => [shape(pattern), type]))).toEqual(types);
    }
    const noTtl = Object.fromEntries(manifest.families.map((family) => [shape(family.pattern), family.noTtl]));
    expect(Object.fromEntries(exact.data.families.map((family) => [shape(family.pattern), family.noTtl]))).toEqual(noTtl);
  });

  test('has a total within twice the interval that the sample states', () => {
    const estimate = bytesOf(sampled.data);
    const truth = bytesOf(exact.data);
    expect(truth.halfWidth).toBe(0);
    expect(estimate.halfWidth / truth.bytes).toBeLessThan(0.05);
    expect(Math.abs(estimate.bytes - truth.bytes)).toBeLessThan(2 * estimate.halfWidth);
  });

  test('costs less than a command per key by sample', () => {
    const perKey = (envelope: AuditEnvelope) => envelope.spent!.commands / KEYS;
    process.stderr.write(`commands per key: ${perKey(sampled).toFixed(3)} sampled, ${perKey(exact).toFixed(3)} exact\n`);
    expect(perKey(sampled)).toBeLessThan(1);
    expect(perKey(exact)).toBeLessThan(5);
  });
});

/** Literals and places for placeholders, whatever these are called; an hour is one of them. */
const shape = (pattern: string): string => pattern.replace('{date}:{hour}', '{hour}').replaceAll(/\{[^}]+\}/g, '{}');

async function generateInto(server: TestServer, manifest: string): Promise<void> {
  const flags = ['--count', String(KEYS), '--seed', '1', '--min-ttl', '86400', '--manifest', manifest];
  const generate = spawn(process.execPath, [generator.path, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(generate, 'exit');
  const socket = connect(server.port, '127.0.0.1');
  generate.stdout.pipe(socket, { end: false });
  generate.stdout.once('end', () => socket.write('PING loaded\r\n'));
  let last = '';
  for await (const chunk of socket) {
    last = (last + String(chunk)).slice(-20);
    if (last.endsWith('loaded\r\n')) break;
  }
  expect(await ended).toEqual([0, null]);
}
