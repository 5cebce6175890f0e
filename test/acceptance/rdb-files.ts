/** Snapshots of many server versions, each with what the server itself said of its keys. */
import { LONGEST_NAME } from '../../src/lib/snapshot/key-name.js';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReadKey } from '../snapshot/support/read-snapshot.js';
import { dataFile } from './data-folder.js';

export const snapshots = dataFile('rdb');

export interface TrueKey {
  db: number;
  keyBase64: string;
  type: string;
  length: number | null;
  expireAtMs: number | null;
  sha256?: string;
  encodingLoaded: string | null;
  memoryUsageLoaded: number | null;
  fieldExpiry?: { count: number; minMs: number; maxMs: number };
  stream?: {
    lastId: string;
    radixTreeKeys: number;
    groups: number;
    consumers: number;
    pending: number;
    entriesAdded: number | null;
  };
  freq?: number;
  idleSeconds?: number;
}

export interface Truth {
  server: { version: string; rdbMagic: string; memAllocator: string; rdbChecksum: string; cluster: boolean };
  shape: string;
  functions: number;
  dbs: Record<string, { keys: number; expires: number }>;
  keys: TrueKey[];
}

/** Names of the good files, without their extension. */
export const goodFiles = (): string[] =>
  snapshots.missing
    ? []
    : readdirSync(snapshots.path)
        .filter((name) => name.endsWith('.rdb'))
        .map((name) => name.slice(0, -'.rdb'.length));

export const readSnapshotFile = (name: string): Buffer => readFileSync(join(snapshots.path, `${name}.rdb`));

export const readTruth = (name: string): Truth =>
  JSON.parse(gunzipSync(readFileSync(join(snapshots.path, `${name}.truth.json.gz`))).toString('utf8')) as Truth;

/** Database and name, by which a key is found. */
const id = (db: number, name: Buffer): string => `${db}/${name.subarray(0, LONGEST_NAME).toString('base64')}`;

/** Of a very long name the reader tells only the beginning. */
export const idOf = (key: { db: number; name: string }): string => id(key.db, Buffer.from(key.name, 'latin1'));

export const trueId = (key: TrueKey): string => id(key.db, Buffer.from(key.keyBase64, 'base64'));

const byBytes = ([a]: readonly string[], [b]: readonly string[]): number => (a! < b! ? -1 : Number(a! > b!));

/** The hash of what a key holds, computed as the README of the files says; `null` for types whose elements nobody is shown. */
export function contentHash({ type, entries }: ReadKey): string | null {
  if (type === 'stream' || type === 'module') return null;
  const rows = entries.map(([first, second]) => (second === null ? [first!] : [first!, second]));
  if (type !== 'string' && type !== 'list') rows.sort(byBytes);
  const hash = createHash('sha256');
  for (const [first, second] of rows) {
    addItem(hash, Buffer.from(first!, 'latin1'));
    if (second !== undefined) addItem(hash, type === 'zset' ? scoreBytes(second) : Buffer.from(second, 'latin1'));
  }
  return hash.digest('hex');
}

function addItem(hash: ReturnType<typeof createHash>, item: Buffer): void {
  hash.update(`${item.length}:`);
  hash.update(item);
}

function scoreBytes(text: string): Buffer {
  const score = text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(score + 0);
  return bytes;
}
