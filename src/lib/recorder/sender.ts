/** Sends commands in scripts that carry them out once, however often they arrive. */
import { createHash } from 'node:crypto';
import type { RedisClient } from '../client/client.js';
import type { RetryOptions } from '../client/repeat.js';
import { runScript } from '../client/run-script.js';
import { scriptFrom, type Script } from '../client/script.js';
import { recorderNotes } from '../profile/builtin/meter/index.js';
import { fillPattern } from '../profile/pattern.js';
import { sectionsOf } from './encode.js';
import { RecorderError } from './failure.js';
import { IN_ORDER, ONCE } from './lua.js';
import { commandsOf, membersBySlot, type Member } from './member.js';
import { repeated, within } from './repeat.js';
import { SlotTags } from '../client/slots.js';

export interface SenderOptions {
  client: RedisClient;
  isCluster: boolean;
  timeoutMs: number;
  retry: Required<RetryOptions>;
  /** Ms for which a request is remembered. */
  rememberMs: number;
  onRetry: (failure: RecorderError) => void;
}

/** What became of commands. */
export interface Sent {
  /** False: they were carried out before. */
  isNew: boolean;
  /** Commands that the server refused, such as on a key of another type. The others were carried out. */
  refused: number;
  /** The first of them, and why. */
  firstRefusal: string | null;
}

interface Answer extends Sent {
  /** Numbers of the requests that were recorded before, from 1 on; then nothing was carried out. */
  known: readonly number[];
}

const NOTHING: Sent = { isNew: false, refused: 0, firstRefusal: null };

/** Commands of one slot, in the script that they are sent in. */
export interface Parcel {
  slot: number;
  number: number;
  keys: readonly string[];
  args: readonly string[];
  /** How many there are. */
  commands: number;
}

const SCRIPTS = { once: scriptFrom(ONCE.trim()), inOrder: scriptFrom(IN_ORDER.trim()) };

/** A batch is repeated for at most half of this. */
export const NOTE_MS = 1000 * recorderNotes.ttl.seconds;

export const digestOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32);

export class Sender {
  readonly #tags = new SlotTags();

  constructor(readonly options: SenderOptions) {}

  /**
   * Writes requests in one step, in a cluster in one for each slot. Resolves to what became of each, by its id. Rejects with a
   * RecorderError; the same ids may then be sent again.
   */
  async once(members: readonly Member[]): Promise<Map<string, Sent>> {
    const sent = new Map(members.map(({ id }) => [id, NOTHING]));
    const slots = [...membersBySlot(members, this.options.isCluster)];
    const parts = await settled(slots.map(([slot, own]) => this.#onceIn(slot, own)));
    for (const part of parts) for (const [id, one] of part) sent.set(id, together([sent.get(id)!, one]));
    return sent;
  }

  async #onceIn(slot: number, members: readonly Member[]): Promise<Map<string, Sent>> {
    const { rememberMs, retry, timeoutMs, onRetry } = this.options;
    const sent = new Map<string, Sent>();
    for (let left = members; left.length > 0;) {
      const notes = left.map(({ id }) => this.#note(digestOf(id), slot));
      const { keys, args } = sectionsOf(commandsOf(left), notes.length);
      const allKeys = [...notes, ...keys];
      const allArgs = ['', String(rememberMs), String(notes.length), ...args];
      const { known, ...written } = await repeated(retry, timeoutMs, () => this.#run(SCRIPTS.once, allKeys, allArgs), onRetry);
      const done = written.isNew ? left : left.filter((_, at) => known.includes(at + 1));
      if (done.length === 0) throw badReply();
      // Nobody knows whose commands were refused: the first has them all.
      for (const [at, { id }] of done.entries()) sent.set(id, at === 0 ? written : { ...NOTHING, isNew: written.isNew });
      left = left.filter((member) => !done.includes(member));
    }
    return sent;
  }

  /** One attempt. Parcels of a slot must be sent in the order of their numbers, each until it has arrived. */
  inOrder(sender: string, { slot, number, keys, args }: Parcel): Promise<Sent> {
    const all = [this.#note(sender, slot), ...keys];
    return within(this.options.timeoutMs, this.#run(SCRIPTS.inOrder, all, [String(number), String(NOTE_MS), ...args]));
  }

  #note(note: string, slot: number): string {
    const name = this.options.isCluster ? `${note}{${this.#tags.of(slot)}}` : note;
    return fillPattern(recorderNotes.pattern, { note: name });
  }

  async #run(script: Script, keys: readonly string[], args: readonly string[]): Promise<Answer> {
    const reply = await runScript(this.options.client, script, keys, args);
    if (!Array.isArray(reply) || reply.length < 4 || typeof reply[1] !== 'number') throw badReply();
    const [isNew, refused, command, why, known = []] = reply as [number, number, unknown, unknown, unknown];
    if (!Array.isArray(known)) throw badReply();
    const firstRefusal = refused > 0 ? `${String(command)}: ${String(why)}`.slice(0, 200) : null;
    return { isNew: isNew === 1, refused, firstRefusal, known };
  }
}

const badReply = (): RecorderError => new RecorderError('bad-reply', 'The reply is none of the recording script.');

/** Waits for all of them, so that nothing is under way when it rejects. */
async function settled<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

export const together = (all: readonly Sent[]): Sent => ({
  isNew: all.some(({ isNew }) => isNew),
  refused: all.reduce((sum, { refused }) => sum + refused, 0),
  firstRefusal: all.find(({ firstRefusal }) => firstRefusal !== null)?.firstRefusal ?? null,
});
