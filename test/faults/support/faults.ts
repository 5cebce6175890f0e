/** What goes wrong at one piece of what a run sends, and how it is put right again. */
import type { Chance } from '../../hostile/support/chance.js';
import { Trap, type Fault } from '../../change/engine/support/holding-proxy.js';
import type { Place, PlaceKind } from './place.js';

export interface FaultKind {
  name: string;
  places: readonly PlaceKind[];
  isKill: boolean;
  /** How often it is chosen. */
  share: number;
}

const EVERYWHERE: readonly PlaceKind[] = ['alone', 'durable', 'pair', 'cluster', 'cluster-durable', 'cluster-pair'];
const ONE_SERVER: readonly PlaceKind[] = ['alone', 'cluster'];

const FAULT_KINDS: readonly FaultKind[] = [
  { name: 'cut before', places: ONE_SERVER, isKill: false, share: 4 },
  { name: 'answer lost', places: ONE_SERVER, isKill: false, share: 5 },
  { name: 'late', places: ONE_SERVER, isKill: false, share: 8 },
  { name: 'garbled', places: ONE_SERVER, isKill: false, share: 1 },
  { name: 'closed again and again', places: ONE_SERVER, isKill: false, share: 1 },
  { name: 'gone for good', places: ONE_SERVER, isKill: false, share: 2 },
  { name: 'two runs', places: ONE_SERVER, isKill: false, share: 4 },
  { name: 'MISCONF', places: ONE_SERVER, isKill: false, share: 2 },
  { name: 'OOM', places: ONE_SERVER, isKill: false, share: 2 },
  { name: 'READONLY', places: ['alone'], isKill: false, share: 2 },
  { name: 'failover', places: ['pair', 'cluster-pair'], isKill: false, share: 1 },
  { name: 'kill of the program', places: EVERYWHERE.slice(0, 4), isKill: true, share: 1 },
  { name: 'kill of the server', places: ['durable', 'cluster-durable'], isKill: true, share: 1 },
];

/** The notes, which the first change has beside it. */
const FIRST_CHANGE = ['meter:run:', 'meter:restored:'];

export interface Acts {
  /** `kill -9` of the program. */
  killProgram: () => void;
  /** The same once more, beside the run; resolves when it has ended. */
  secondRun: () => Promise<void>;
}

export interface Armed {
  /** Faults that have come: the first, and those that it has brought with it. */
  came(): number;
  /** Pieces that were looked at. */
  pieces(): number;
  /** Puts the servers right again, and waits for what is still under way. */
  heal(): Promise<void>;
}

/** `pieces`: a run sends about so many. */
export function arm(place: Place, kind: FaultKind, pieces: number, chance: Chance, acts: Acts): Armed {
  const traps: Trap[] = [];
  const set = (trap: Trap): void => {
    traps.push(trap);
    place.set(trap);
  };
  const under: Promise<unknown>[] = [];
  const heals: (() => Promise<unknown>)[] = [];
  const nth = 1 + chance.below(pieces);
  const shard = chance.below(place.shards.length);
  const waits = chance.often(0.5);
  const later = <T>(work: Promise<T>): Promise<T> | undefined => {
    work.catch(() => {});
    under.push(work);
    return waits ? work : undefined;
  };
  const switched = (name: string, on: string, off: string) => async (): Promise<void> => {
    heals.push(() => place.configure(name, off));
    await place.configure(name, on);
  };
  /** A second fault soon after the first, now and then. */
  const again = (): void => {
    if (chance.often(0.5)) return;
    set(new Trap({ at: '', fault: chance.pick(['drop', 'lose', 'hold']), nth: 1 + chance.below(4), before: again }));
  };
  const KINDS: Record<string, () => { fault: Fault; before?: () => Promise<unknown> | void }> = {
    'cut before': () => ({ fault: 'drop', before: again }),
    'answer lost': () => ({ fault: 'lose', before: again }),
    late: () => ({ fault: 'hold', before: again }),
    garbled: () => ({ fault: 'garble' }),
    'closed again and again': () => ({ fault: 'close' }),
    'gone for good': () => ({
      fault: chance.pick(['drop', 'lose', 'hold']),
      // What follows from it is no fault of its own.
      before: () => place.set(new Trap({ at: '', fault: 'close' })),
    }),
    'two runs': () => ({ fault: chance.pick(['pass', 'pass', 'lose', 'hold']), before: () => later(acts.secondRun()) }),
    MISCONF: () => ({ fault: chance.pick(['pass', 'lose']), before: switched('stop-writes-on-bgsave-error', 'yes', 'no') }),
    OOM: () => ({ fault: chance.pick(['pass', 'lose']), before: switched('maxmemory', '1', '0') }),
    READONLY: () => ({
      fault: chance.pick(['pass', 'lose']),
      async before() {
        heals.push(() => place.onMasters((client) => client.replicaof('NO', 'ONE')));
        await place.onMasters((client) => client.replicaof('127.0.0.1', 1));
      },
    }),
    failover: () => ({ fault: chance.pick(['pass', 'lose', 'hold']), before: () => later(place.failOver(shard)) }),
    'kill of the program': () => ({ fault: chance.pick(['drop', 'lose', 'hold']), before: acts.killProgram }),
    'kill of the server': () => ({
      fault: chance.pick(['drop', 'lose', 'pass']),
      before() {
        const soon = chance.random() * 3;
        return later(new Promise((resolve) => setTimeout(resolve, soon)).then(() => place.killServer(shard)));
      },
    }),
  };
  const { fault, before } = KINDS[kind.name]!();
  set(new Trap({ at: '', from: FIRST_CHANGE, nth, fault, before: async () => void (await before?.()) }));
  return {
    came: () => traps.filter(({ isCaught }) => isCaught).length,
    pieces: () => traps[0]!.pieces,
    async heal() {
      place.set(null);
      await Promise.all(under);
      for (const each of heals) await each();
    },
  };
}

/** Those that come at such a place. */
export const faultsAt = (place: PlaceKind, kills: boolean): FaultKind[] =>
  FAULT_KINDS.filter((kind) => kind.places.includes(place) && kind.isKill === kills).flatMap((kind) =>
    Array.from({ length: kind.share }, () => kind),
  );
