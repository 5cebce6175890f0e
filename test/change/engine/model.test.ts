/**
 * An exhaustive walk over everything that may happen to one key that a run takes while its application counts on it: batches are sent, held,
 * delivered late, their answers lost; the program is killed, the notes expire, restores are run, lost and repeated. In no state is a count lost or
 * doubled, but for batches of which nobody has asked before their notes expired. The rules are those of docs/changes.md.
 */
import { expect, test } from 'vitest';

type Note = 'none' | 'done' | 'void' | 'altered';
/** Where the commands of a batch are. `held`: on their way, and may still arrive. `over`: they cannot arrive any more. */
type Way = 'held' | 'over';

interface Batch {
  /** The count that was archived, which the value must still be. */
  archived: number;
  way: Way;
  note: Note;
  /** What the archive says; `open`: nothing yet, `unsure`: the note has expired before anybody asked. */
  told: 'open' | 'done' | 'not' | 'unsure';
}

interface State {
  /** `null`: there is no key. */
  value: number | null;
  /** Increments that the application was told are counted. */
  acknowledged: number;
  batches: Batch[];
  /** The run may still send. */
  alive: boolean;
  /** The next restore has these records left to send, and each may be on its way twice. */
  undone: boolean[];
  restores: number;
  expired: boolean;
}

const COUNTS = 4;
const BATCHES = 2;
const RESTORES = 2;

const START: State = { value: 1, acknowledged: 1, batches: [], alive: true, undone: [], restores: 0, expired: false };

const copy = (state: State): State => structuredClone(state);

/** The rules under test. */
interface Rules {
  /** A lost batch is made void where its note says nothing. */
  voids: boolean;
  /** A restore is noted, so that the same again does nothing. */
  notesRestores: boolean;
}

/** What the server does with a batch that arrives. */
function deliver(state: State, at: number): State {
  const next = copy(state);
  const batch = next.batches[at]!;
  batch.way = 'over';
  if (batch.note !== 'none') return next;
  if (next.value !== batch.archived) batch.note = 'altered';
  else {
    next.value = null;
    batch.note = 'done';
  }
  return next;
}

/** Every state that may come next. */
function* following(state: State, rules: Rules): Generator<State> {
  const { batches, alive } = state;
  if (state.acknowledged < COUNTS) yield { ...copy(state), value: (state.value ?? 0) + 1, acknowledged: state.acknowledged + 1 };
  const last = batches[batches.length - 1];
  // One batch at a time: the next is sent when it is known what became of the one before.
  if (alive && state.value !== null && batches.length < BATCHES && (!last || last.told !== 'open')) {
    const next = copy(state);
    next.batches.push({ archived: state.value, way: 'held', note: 'none', told: 'open' });
    next.undone.push(false);
    yield next;
  }
  for (const [at, batch] of batches.entries()) {
    if (batch.way === 'held') yield deliver(state, at);
    if (batch.told !== 'open') continue;
    // The answer arrives.
    if (alive && batch.way === 'over') {
      const next = copy(state);
      next.batches[at]!.told = batch.note === 'done' ? 'done' : 'not';
      yield next;
    }
    // It is lost, and the note is asked: by the run, or by a restore when the run was killed.
    if (alive || state.restores < RESTORES) yield resolved(state, at, rules);
  }
  if (alive) yield { ...copy(state), alive: false };
  if (!alive && !state.expired) yield expire(state);
  if (!alive && state.restores < RESTORES && batches.every(({ told }) => told !== 'open')) yield* restored(state, rules);
}

/** Seven days later nothing is on its way any more. */
function expire(state: State): State {
  const next = { ...copy(state), expired: true };
  for (const batch of next.batches) {
    batch.way = 'over';
    batch.note = 'none';
    if (batch.told === 'open') batch.told = 'unsure';
  }
  return next;
}

function resolved(state: State, at: number, { voids }: Rules): State {
  const next = copy(state);
  const batch = next.batches[at]!;
  if (batch.note === 'none' && voids) batch.note = 'void';
  batch.told = batch.note === 'done' ? 'done' : 'not';
  return next;
}

/** With all of its records sent; each may arrive once more, late. */
function* restored(state: State, { notesRestores }: Rules): Generator<State> {
  const next = copy(state);
  next.restores++;
  for (const [at, { told, archived }] of next.batches.entries()) {
    if (told !== 'done' || (next.undone[at] && notesRestores)) continue;
    next.value = (next.value ?? 0) + archived;
    next.undone[at] = true;
  }
  yield next;
}

/** What is wrong with a state in which nothing is under way; `null`: nothing. */
function wrong({ value, acknowledged, batches, undone, alive }: State): string | null {
  if (alive || batches.some(({ told, way }) => told === 'open' || told === 'unsure' || way === 'held')) return null;
  // What has been taken and not brought back lies in the archive.
  const kept = batches.reduce((sum, { told, archived }, at) => sum + (told === 'done' && !undone[at] ? archived : 0), 0);
  const there = (value ?? 0) + kept;
  return there === acknowledged ? null : there < acknowledged ? 'lost' : 'doubled';
}

function walk(rules: Rules): { states: number; bad: Set<string> } {
  const seen = new Set<string>();
  const open = [START];
  const bad = new Set<string>();
  for (let state = open.pop(); state; state = open.pop()) {
    const name = JSON.stringify(state);
    if (seen.has(name)) continue;
    seen.add(name);
    const found = wrong(state);
    if (found) bad.add(found);
    open.push(...following(state, rules));
  }
  return { states: seen.size, bad };
}

test('in no order of events is a count lost or doubled', () => {
  const { states, bad } = walk({ voids: true, notesRestores: true });
  expect([...bad]).toEqual([]);
  expect(states).toBeGreaterThan(1_000);
});

test('without void batches one that arrives late is lost', () => {
  expect([...walk({ voids: false, notesRestores: true }).bad]).toEqual(['lost']);
});

test('without notes of what was brought back it is doubled', () => {
  expect([...walk({ voids: true, notesRestores: false }).bad]).toEqual(['doubled']);
});
