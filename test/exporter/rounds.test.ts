import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
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
      return done;
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
      return runs;
    },
  };
  const seen: unknown[] = [];
  const watched = {
    name: 'b',
    async run() {
      const { result, failure, failures } = rounds.kept[0]!;
      seen.push({ result, failed: failure !== null, failures });
      if (seen.length === 3) stop.abort();
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
