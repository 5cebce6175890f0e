/** The application: counts on the very keys that are changed, and remembers what was acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../../hostile/support/chance.js';
import { carryOut } from './direct.js';
import { millionths, type Ledger } from './ledger.js';
import type { Place } from './place.js';

/** What one request of the application sends: figures that go up together, in one transaction where they lie in one slot, or a new element. */
export type Write =
  | { kind: 'count'; figures: readonly { key: string; field: string | null; isCost?: boolean }[]; together?: boolean }
  | { kind: 'push'; key: string }
  | { kind: 'add'; key: string };

export interface Writer {
  /** Resolves when nothing of it is under way. */
  stop(): Promise<void>;
  readonly writes: number;
}

export function startWriter(place: Place, ledger: Ledger, writes: readonly Write[], chance: Chance, pauseMs: number): Writer {
  let [isStopped, count] = [false, 0];
  const work = async (): Promise<void> => {
    while (!isStopped) {
      await write(place, ledger, chance.pick(writes), chance, count++);
      await sleep(chance.random() * 2 * pauseMs);
    }
  };
  const ended = work();
  return {
    async stop() {
      isStopped = true;
      await ended;
    },
    get writes() {
      return count;
    },
  };
}

async function write(place: Place, ledger: Ledger, next: Write, chance: Chance, number: number): Promise<void> {
  if (next.kind === 'push') return push(place, ledger, next.key, `{"n":"new ${number}"}`);
  if (next.kind === 'add') return add(place, ledger, next.key, number);
  const amount = 1 + chance.below(9);
  const steps = next.figures.map(({ key, field, isCost = false }) => {
    const by = isCost ? String(amount / 4) : String(amount);
    const command =
      field === null ? [isCost ? 'INCRBYFLOAT' : 'INCRBY', key, by] : [isCost ? 'HINCRBYFLOAT' : 'HINCRBY', key, field, by];
    return { key, field, by: millionths(by), command };
  });
  for (const group of next.together ? [steps] : steps.map((step) => [step])) {
    const { kind } = await carryOut(
      place,
      group.map(({ command }) => command),
    );
    if (kind !== 'refused') for (const { key, field, by } of group) ledger.count(key, field, by, kind === 'done');
  }
}

async function push(place: Place, ledger: Ledger, key: string, element: string): Promise<void> {
  const { kind } = await carryOut(place, [['LPUSH', key, element]]);
  if (kind !== 'refused') ledger.put(key, 'list', element, kind === 'done');
}

async function add(place: Place, ledger: Ledger, key: string, number: number): Promise<void> {
  const answer = await carryOut(place, [['XADD', key, '*', 'data', String(number)]]);
  if (answer.kind === 'done') ledger.put(key, 'stream', String(answer.reply));
  // An entry whose id nobody was told may be there or not.
  else if (answer.kind === 'unsure') ledger.put(key, 'stream', `data ${number}`, false);
}
