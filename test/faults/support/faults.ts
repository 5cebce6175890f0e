/** What goes wrong at pieces of what a run sends, one fault after the other, and how it is put right again. */
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
const DURABLE: readonly PlaceKind[] = ['durable', 'cluster-durable'];

const piece = (name: string, share: number): FaultKind => ({ name, places: ONE_SERVER, isKill: false, share });
const BROKEN_PIECES = {
  drop: piece('cut before', 4),
  lose: piece('answer lost', 5),
  hold: piece('late', 8),
  garble: piece('garbled', 1),
} as const;
const SERVER_KILL: FaultKind = { name: 'kill of the server', places: DURABLE, isKill: true, share: 3 };

const FAULT_KINDS: readonly FaultKind[] = [
  ...Object.values(BROKEN_PIECES),
  { name: 'closed again and again', places: ONE_SERVER, isKill: false, share: 1 },
  { name: 'gone for good', places: ONE_SERVER, isKill: false, share: 1 },
  { name: 'two runs', places: ONE_SERVER, isKill: false, share: 4 },
  { name: 'MISCONF', places: ONE_SERVER, isKill: false, share: 2 },
  { name: 'OOM', places: ONE_SERVER, isKill: false, share: 2 },
  { name: 'READONLY', places: ['alone'], isKill: false, share: 2 },
  { name: 'failover', places: ['pair', 'cluster-pair'], isKill: false, share: 1 },
  { name: 'kill of the program', places: EVERYWHERE.slice(0, 4), isKill: true, share: 1 },
  SERVER_KILL,
];
/** After which no further fault is set: the run ends by them. */
const LAST = new Set(['closed again and again', 'gone for good', 'MISCONF', 'OOM', 'READONLY', 'kill of the program']);

type BrokenPiece = keyof typeof BROKEN_PIECES;

/** The notes, which the first change has beside it. */
const FIRST_CHANGE = ['meter:run:', 'meter:restored:'];
/** Pieces from one fault of a run to the next, at most. */
const GAP = 3;
/** Faults that lead up to the one that was chosen, at most. */
const BEFORE = 4;
/** How often a fault is followed by another one. */
const GOING_ON = 0.85;

export interface Acts {
  /** `kill -9` of the program; false: it had ended. */
  killProgram: () => boolean;
  /** The same once more, beside the run; resolves when it has ended. */
  secondRun: () => Promise<void>;
}

export interface Armed {
  /** Faults that have come, one entry each. */
  came: readonly FaultKind[];
  /** Pieces that were looked at until the first fault came. */
  pieces(): number;
  /** Puts the servers right again, and waits for what is still under way. */
  heal(): Promise<void>;
}

interface Plan {
  kind: FaultKind;
  fault: Fault;
  /** Carried out at the piece; the fault counts when it answers true. Nothing: the fault has come with the piece. */
  act?: () => Promise<boolean> | boolean;
}

/** `pieces`: a run sends about so many. */
export function arm(place: Place, chosen: FaultKind, pieces: number, chance: Chance, acts: Acts): Armed {
  const came: FaultKind[] = [];
  const under: Promise<unknown>[] = [];
  const heals: (() => Promise<unknown>)[] = [];
  const shard = (): number => chance.below(place.shards.length);
  let first: Trap | null = null;
  let isHealed = false;

  const set = (plan: Plan, next: () => void, nth: number): void => {
    const { kind, fault, act } = plan;
    const come = async (): Promise<void> => {
      // The next one first: what acts may take long, while the run goes on over another connection.
      if (!LAST.has(kind.name)) next();
      if ((await act?.()) ?? true) came.push(kind);
    };
    const before = async (): Promise<void> => {
      if (isHealed) return;
      const coming = come();
      under.push(coming);
      await coming.catch(() => {});
    };
    const trap = new Trap({ at: '', from: first ? [''] : FIRST_CHANGE, nth, fault, before });
    first ??= trap;
    place.set(trap);
  };

  /** Goes on beside the run, or is waited for. */
  const begun = (work: Promise<unknown>): Promise<boolean> => {
    work.catch(() => {});
    under.push(work);
    return chance.often(0.5) ? work.then(() => true) : Promise.resolve(true);
  };
  /** The server refuses from now on; it counts when a client was refused. */
  const refusing = (kind: FaultKind, word: string, on: () => Promise<unknown>, off: () => Promise<unknown>) => async () => {
    const wasRefused = place.refusals(word);
    heals.push(async () => {
      await off();
      if (wasRefused()) came.push(kind);
    });
    await on();
    return false;
  };
  const switched = (kind: FaultKind, word: string, name: string, on: string, off: string): Plan => ({
    kind,
    fault: chance.pick(['pass', 'lose']),
    act: refusing(
      kind,
      word,
      () => place.configure(name, on),
      () => place.configure(name, off),
    ),
  });
  const broken = (fault: BrokenPiece): Plan => ({ kind: BROKEN_PIECES[fault], fault });
  const killOfServer = (): Plan => ({
    kind: SERVER_KILL,
    fault: chance.pick(['drop', 'lose', 'pass']),
    act() {
      const soon = new Promise((resolve) => setTimeout(resolve, chance.random() * 3));
      return begun(soon.then(() => place.killServer(shard())));
    },
  });
  const KINDS: Record<string, (kind: FaultKind) => Plan> = {
    'cut before': () => broken('drop'),
    'answer lost': () => broken('lose'),
    late: () => broken('hold'),
    garbled: () => broken('garble'),
    'closed again and again': (kind) => ({ kind, fault: 'close', act: onlyOnce() }),
    'gone for good': (kind) => ({
      kind,
      fault: chance.pick(['drop', 'lose', 'hold']),
      act() {
        // What follows from it is no fault of its own.
        place.set(new Trap({ at: '', fault: 'close' }));
        return true;
      },
    }),
    'two runs': (kind) => ({ kind, fault: chance.pick(['pass', 'pass', 'lose', 'hold']), act: () => begun(acts.secondRun()) }),
    MISCONF: (kind) => switched(kind, 'MISCONF', 'stop-writes-on-bgsave-error', 'yes', 'no'),
    OOM: (kind) => switched(kind, 'OOM command', 'maxmemory', '1', '0'),
    READONLY: (kind) => ({
      kind,
      fault: chance.pick(['pass', 'lose']),
      act: refusing(
        kind,
        'READONLY',
        () => place.onMasters((client) => client.replicaof('127.0.0.1', 1)),
        () => place.onMasters((client) => client.replicaof('NO', 'ONE')),
      ),
    }),
    failover: (kind) => ({
      kind,
      fault: chance.pick(['pass', 'lose', 'hold']),
      act() {
        const done = place.failOver(shard());
        under.push(done.then((isDone) => isDone && came.push(kind)));
        return chance.often(0.5) ? done.then(() => false) : false;
      },
    }),
    'kill of the program': (kind) => ({ kind, fault: chance.pick(['drop', 'lose', 'hold']), act: acts.killProgram }),
    'kill of the server': killOfServer,
  };
  const gap = (): number => 1 + chance.below(GAP);
  const anyPiece = (): BrokenPiece => chance.pick(['drop', 'lose', 'lose', 'hold', 'hold', 'hold']);
  /** What follows a fault, now and then. */
  const further = (): void => {
    if (!chance.often(GOING_ON)) return place.set(null);
    const isKilledAgain = SERVER_KILL === chosen && chance.often(0.3);
    set(isKilledAgain ? killOfServer() : broken(anyPiece()), further, gap());
  };
  /** Leads up to the one that was chosen. */
  const lead = (left: number, nth: number): void => {
    if (left === 0) set(KINDS[chosen.name]!(chosen), further, nth);
    else set(broken(anyPiece()), () => lead(left - 1, gap()), nth);
  };
  const leading = chance.often(0.5) ? chance.below(BEFORE) : 0;
  // In half of all runs from their beginning, so that more faults have room.
  lead(leading, 1 + chance.below(chance.often(0.5) ? GAP : Math.ceil(pieces * 0.7)));
  return {
    came,
    pieces: () => first!.pieces,
    async heal() {
      isHealed = true;
      place.set(null);
      for (const each of under) await each;
      for (const each of heals) await each();
    },
  };
}

/** True at the first call. */
function onlyOnce(): () => boolean {
  let calls = 0;
  return () => calls++ === 0;
}

/** Those that come at such a place. */
export const faultsAt = (place: PlaceKind, kills: boolean): FaultKind[] =>
  FAULT_KINDS.filter((kind) => kind.places.includes(place) && kind.isKill === kills).flatMap((kind) =>
    Array.from({ length: kind.share }, () => kind),
  );
