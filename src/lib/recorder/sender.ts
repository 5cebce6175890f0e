/** Sends commands in scripts that carry them out once, however often they arrive. */
import { createHash } from 'node:crypto';
import type { LimiterClient } from '../limiter/clients/client.js';
import { runScript } from '../limiter/run-script.js';
import { recorderNotes } from '../profile/builtin/meter/index.js';
import { fillPattern } from '../profile/pattern.js';
import { sectionsOf } from './encode.js';
import { RecorderError } from './failure.js';
import { IN_ORDER, ONCE } from './lua.js';
import { repeated, within, type RetryOptions } from './repeat.js';
import { bySlot, SlotTags } from './slots.js';

export interface SenderOptions {
  client: LimiterClient;
  isCluster: boolean;
  timeoutMs: number;
  retry: RetryOptions;
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

/** Commands of one slot, in the script that they are sent in. */
export interface Parcel {
  slot: number;
  number: number;
  keys: readonly string[];
  args: readonly string[];
  /** How many there are. */
  commands: number;
}

const scriptFrom = (text: string) => ({ text: text.trim(), sha: createHash('sha1').update(text.trim()).digest('hex') });
const SCRIPTS = { once: scriptFrom(ONCE), inOrder: scriptFrom(IN_ORDER) };

/** A batch is repeated for at most half of this. */
export const NOTE_MS = 1000 * recorderNotes.ttl.seconds;

export const digestOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32);

export class Sender {
  readonly #tags = new SlotTags();

  constructor(readonly options: SenderOptions) {}

  /** In a cluster one script for each slot. Rejects with a RecorderError; the same id may then be sent again. */
  async once(id: string, commands: readonly (readonly string[])[]): Promise<Sent> {
    const { isCluster, rememberMs, retry, timeoutMs, onRetry } = this.options;
    const note = digestOf(id);
    const sent = [...bySlot(commands, (words) => words[1]!, isCluster)].map(([slot, own]) => {
      const { keys, args } = sectionsOf(own);
      const send = () => this.#run(SCRIPTS.once, [this.#note(note, slot), ...keys], ['', String(rememberMs), ...args]);
      return repeated(retry, timeoutMs, send, onRetry);
    });
    return together(await settled(sent));
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

  async #run(script: (typeof SCRIPTS)['once'], keys: readonly string[], args: readonly string[]): Promise<Sent> {
    const reply = await runScript(this.options.client, script, keys, args);
    if (!Array.isArray(reply) || reply.length !== 4 || typeof reply[1] !== 'number')
      throw new RecorderError('bad-reply', 'The reply is none of the recording script.');
    const [isNew, refused, command, why] = reply as [number, number, unknown, unknown];
    return { isNew: isNew === 1, refused, firstRefusal: refused > 0 ? `${String(command)}: ${String(why)}`.slice(0, 200) : null };
  }
}

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
