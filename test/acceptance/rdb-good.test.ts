import { describe, expect, test } from 'vitest';
import { readSnapshot, type ReadKey, type ReadResult } from '../snapshot/support/read-snapshot.js';
import { contentHash, goodFiles, idOf, readSnapshotFile, readTruth, snapshots, trueId, type Truth } from './rdb-files.js';

/** Files up to this size are read byte by byte too. */
const SMALL = 160_000;
/** Share by which the sum of the estimated sizes may be off. */
const BYTES_OFF = 0.03;

/** What the server said, in the words of the reader. */
function expectedKeys(truth: Truth): Map<string, object> {
  return new Map(
    truth.keys.map((key) => [
      trueId(key),
      {
        type: key.type,
        length: key.length,
        expireAtMs: key.expireAtMs,
        encoding: key.encodingLoaded,
        fieldExpiry: key.fieldExpiry ?? null,
        frequency: key.freq ?? null,
        stream: key.stream ? { ...key.stream } : null,
      },
    ]),
  );
}

function foundKeys(keys: readonly ReadKey[], truth: Truth): Map<string, object> {
  const known = new Map(truth.keys.map((key) => [trueId(key), key]));
  return new Map(
    keys.map((key) => {
      const stream = key.stream && {
        lastId: key.stream.lastId,
        radixTreeKeys: key.stream.nodes,
        groups: key.stream.groups,
        consumers: key.stream.consumers,
        pending: key.stream.pending,
        // Before Redis 7.0 the format does not tell it, nor did the servers.
        entriesAdded: key.stream.entriesAdded,
      };
      return [
        idOf(key),
        {
          type: key.type === 'module' ? key.moduleType : key.type,
          length: key.length,
          expireAtMs: key.expireAtMs,
          // Redis 2.4 and modules do not name the encoding after loading.
          encoding: known.get(idOf(key))?.encodingLoaded == null ? null : key.encoding,
          fieldExpiry: key.fieldExpiry,
          frequency: key.frequency,
          stream,
        },
      ];
    }),
  );
}

const facts = ({ keys, summary }: ReadResult): object => ({ keys, summary: { ...summary, aux: [...summary.aux] } });

const sortedById = (map: Map<string, object>): [string, object][] => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));

describe.skipIf(snapshots.missing)(snapshots.title, () => {
  test('there are files to read', () => {
    expect(goodFiles().length).toBeGreaterThan(30);
  });

  describe.each(goodFiles())('%s', (name) => {
    const bytes = readSnapshotFile(name);
    const truth = readTruth(name);
    const whole = readSnapshot(bytes, { visit: true });

    test('is read to its end', () => {
      const { summary } = whole;
      expect(summary.problem).toBeNull();
      expect(summary.newerThanKnown).toBe(false);
      expect(`${summary.magic}${String(summary.format).padStart(summary.magic === 'REDIS' ? 4 : 3, '0')}`).toBe(
        truth.server.rdbMagic,
      );
      const checksum =
        summary.magic === 'REDIS' && summary.format! < 5 ? 'none' : truth.server.rdbChecksum === 'no' ? 'off' : 'ok';
      expect(summary.checksum).toBe(checksum);
      expect(summary.functions).toBe(truth.functions);
      expect(summary.trailingBytes).toBe(0);
      expect(summary.bytes).toBe(bytes.length);
      expect(summary.slots > 0).toBe(truth.server.cluster);
    });

    test('has the databases, keys and facts that the server told', () => {
      expect(sortedById(foundKeys(whole.keys, truth))).toEqual(sortedById(expectedKeys(truth)));
      const counts: Truth['dbs'] = {};
      for (const { db, expireAtMs } of whole.keys) {
        const count = (counts[db] ??= { keys: 0, expires: 0 });
        count.keys++;
        if (expireAtMs !== null) count.expires++;
      }
      expect(counts).toEqual(Object.fromEntries(Object.entries(truth.dbs).filter(([, { keys }]) => keys > 0)));
    });

    test('has the idle times that the server told, within a second', () => {
      const found = new Map(whole.keys.map((key) => [idOf(key), key.idleSeconds]));
      for (const key of truth.keys) {
        const idle = found.get(trueId(key));
        if (key.idleSeconds === undefined) expect(idle).toBeNull();
        else expect(Math.abs(idle! - key.idleSeconds)).toBeLessThanOrEqual(1);
      }
    });

    test('shows the elements that the server returned', () => {
      const found = whole.keys.map((key) => [idOf(key), contentHash(key)]).filter(([, hash]) => hash !== null);
      const told = truth.keys.filter(({ type, sha256 }) => sha256 !== undefined && type !== 'stream');
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(told.map((key) => [trueId(key), key.sha256])));
    });

    test('is read the same in chunks of any size, looked into or not', () => {
      expect(facts(readSnapshot(bytes, { visit: true, chunk: 61 }))).toEqual(facts(whole));
      if (bytes.length <= SMALL) expect(facts(readSnapshot(bytes, { visit: true, chunk: 1 }))).toEqual(facts(whole));
      const blind = whole.keys.map((key) => ({ ...key, entries: [] }));
      expect(readSnapshot(bytes, { sized: false }).keys).toEqual(blind);
    });

    const sizes = new Map(truth.keys.map((key) => [trueId(key), key.memoryUsageLoaded]));
    const hasSizes = truth.server.memAllocator.startsWith('jemalloc') && [...sizes.values()].some((size) => size !== null);
    test.skipIf(!hasSizes)('takes the memory that the server told, in sum', () => {
      const measured = whole.keys.filter((key) => sizes.get(idOf(key)) != null);
      const estimate = measured.reduce((sum, { bytes: size }) => sum + size, 0);
      const told = measured.reduce((sum, key) => sum + sizes.get(idOf(key))!, 0);
      const ratio = estimate / told;
      process.stderr.write(`${name}: estimated ${estimate} of ${told} bytes, ${ratio.toFixed(4)}\n`);
      expect(Math.abs(ratio - 1)).toBeLessThan(BYTES_OFF);
    });
  });

  test('all full files have the same contents', () => {
    const contents = goodFiles()
      .filter((name) => name.endsWith('-full'))
      .map((name) => {
        const { keys } = readSnapshot(readSnapshotFile(name), { visit: true });
        return new Map(keys.flatMap((key) => (contentHash(key) === null ? [] : [[idOf(key), contentHash(key)]])));
      });
    expect(contents.length).toBeGreaterThan(8);
    const all = new Map(contents.flatMap((content) => [...content]));
    for (const content of contents) for (const [id, hash] of content) expect(hash, id).toBe(all.get(id));
    const shared = [...all.keys()].filter((id) => contents.every((content) => content.has(id)));
    expect(shared.length).toBeGreaterThan(1000);
  });
});
