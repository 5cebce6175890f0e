import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EXIT, MeterError } from '../../src/lib/format/errors.js';
import { Rounds } from '../../src/lib/exporter/rounds.js';

test('runs never overlap, however long they take', async () => {
  const stop = new AbortController();
  let [under, most, done] = [0, 0, 0];
  const job = (name: string) => ({
    name,
    async run() {
      most = Math.max(most, ++under);
      await sleep(5);
      under--;
      if (++done === 9) stop.abort();
      return { result: done, failure: null };
    },
  });
  const rounds = new Rounds([job('a'), job('b'), job('c')]);
  await rounds.run(1, stop.signal, () => {});
  expect(most).toBe(1);
  expect(rounds.rounds).toBe(2);
});

test('a failure keeps the last result, is told, and ends nothing', async () => {
  const stop = new AbortController();
  const told: unknown[] = [];
  let runs = 0;
  const job = {
    name: 'a',
    async run() {
      runs++;
      if (runs === 2) throw new Error('no');
      return { result: runs, failure: null };
    },
  };
  const seen: unknown[] = [];
  const watched = {
    name: 'b',
    async run() {
      const { result, failure, failures } = rounds.kept[0]!;
      seen.push({ result, failed: failure !== null, failures });
      if (seen.length === 3) stop.abort();
      return { result: null, failure: null };
    },
  };
  const rounds: Rounds<unknown> = new Rounds<unknown>([job, watched]);
  await rounds.run(1, stop.signal, (name, failure) => told.push([name, (failure as Error).message]));
  expect(seen).toEqual([
    { result: 1, failed: false, failures: 0 },
    { result: 1, failed: true, failures: 1 },
    { result: 3, failed: false, failures: 1 },
  ]);
  expect(told).toEqual([['a', 'no']]);
});

test('a run that has nothing to report is no failure, and ends what an earlier one has reported', async () => {
  const stop = new AbortController();
  const refusal = new MeterError('no-limits', EXIT.refused, 'Nothing counts here.');
  let runs = 0;
  const job = {
    name: 'a',
    async run() {
      if (++runs === 2) throw refusal;
      return { result: runs, failure: null };
    },
  };
  const seen: unknown[] = [];
  const watched = {
    name: 'b',
    async run() {
      const { result, failure, refusal: told, failures } = rounds.kept[0]!;
      seen.push([result, failure, told, failures]);
      if (seen.length === 3) stop.abort();
      return { result: null, failure: null };
    },
  };
  const rounds: Rounds<number | null> = new Rounds<number | null>([job, watched]);
  const told: string[] = [];
  await rounds.run(1, stop.signal, (name) => told.push(name));
  expect(seen).toEqual([
    [1, null, null, 0],
    [null, null, refusal, 0],
    [3, null, null, 0],
  ]);
  expect(told).toEqual(['a']);
});

test('a result can tell of a run that failed', async () => {
  const stop = new AbortController();
  const failure = new MeterError('refused', EXIT.connection, 'No connection.');
  const rounds = new Rounds([{ name: 'a', run: async () => ({ result: 1, failure }) }]);
  await rounds.run(1, stop.signal, () => setImmediate(() => stop.abort()));
  expect(rounds.kept[0]).toMatchObject({ result: 1, failure, refusal: null });
  expect(rounds.kept[0]!.failures).toBeGreaterThan(0);
});
