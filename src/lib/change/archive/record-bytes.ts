/**
 * Records as bytes. Numbers are in base 128, low digits first; a text is its length and its bytes. A record: db, name, family,
 * action, expiry (double; NaN: none), form of the value (one byte), the value, other properties as JSON (empty: none), and from
 * format 2 on the batch plus one (0: none) and the index of the item in it. A typed value is JSON too. JSON of byte strings is a
 * byte string itself, so both are written one byte per character.
 */
import { parseBoundedJson } from '../../format/bounded-json.js';
import type { Format } from './block.js';
import type { Action, ArchivedValue, ArchiveRecord } from './record.js';

const FORM = { absent: 0, dump: 1, typed: 2 } as const;

/** Maximum bytes of a number: lengths and databases are below 2^32. */
const NUMBER = 5;
/** Maximum bytes of a record without its texts. */
const FRAME = 9 * NUMBER + 8 + 1;
/** Initial bytes. */
const ROOM = 64 * 1024;

/** Encodes records one after the other. */
export class RecordEncoder {
  #bytes = Buffer.allocUnsafe(ROOM);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  add({ db, name, family, action, value, expireAtMs, fields, details, batch, item }: ArchiveRecord): void {
    const text = valueText(value);
    const rest = fields || details ? JSON.stringify({ fields, details }) : '';
    this.#reserve(FRAME + name.length + family.length + action.length + text.length + rest.length);
    this.#number(db);
    this.#text(name);
    this.#text(family);
    this.#text(action);
    this.#at = this.#bytes.writeDoubleLE(expireAtMs ?? Number.NaN, this.#at);
    this.#bytes[this.#at++] = FORM[value.form];
    this.#text(text);
    this.#text(rest);
    this.#number(batch === undefined ? 0 : batch + 1);
    if (batch !== undefined) this.#number(item ?? 0);
  }

  /** The bytes of all records since the last call. They belong to the caller. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#at);
    this.#bytes = Buffer.allocUnsafe(ROOM);
    this.#at = 0;
    return taken;
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#at + count, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }

  #number(value: number): void {
    let left = value;
    for (; left >= 128; left = Math.floor(left / 128)) this.#bytes[this.#at++] = (left % 128) | 128;
    this.#bytes[this.#at++] = left;
  }

  #text(text: string): void {
    this.#number(text.length);
    this.#at += this.#bytes.write(text, this.#at, 'latin1');
  }
}

function valueText(value: ArchivedValue): string {
  switch (value.form) {
    case 'absent':
      return '';
    case 'dump':
      return value.payload;
    case 'typed':
      return JSON.stringify({ type: value.type, value: value.value });
  }
}

/** The records of one block whose checksum is correct. Throws a RangeError or a SyntaxError for invalid records. */
export function* decodeRecords(bytes: Buffer, format: Format): Generator<ArchiveRecord> {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('a number goes beyond its block');
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  const text = (): string => {
    const length = number();
    if (at + length > bytes.length) throw new RangeError('a text goes beyond its block');
    const start = at;
    at += length;
    return bytes.toString('latin1', start, at);
  };
  while (at < bytes.length) {
    const [db, name, family, action] = [number(), text(), text(), text()];
    const expireAtMs = bytes.readDoubleLE(at);
    const form = bytes.readUInt8(at + 8);
    at += 9;
    const value = archivedValue(form, text());
    const rest = text();
    const batch = format === 1 ? 0 : number();
    const record: ArchiveRecord = {
      db,
      name,
      family,
      // The undo checks whether it is a known action.
      action: action as Action,
      value,
      expireAtMs: Number.isNaN(expireAtMs) ? null : expireAtMs,
      ...(batch > 0 && { batch: batch - 1, item: number() }),
    };
    yield rest === '' ? record : { ...record, ...extras(rest) };
  }
}

function archivedValue(form: number, text: string): ArchivedValue {
  if (form === FORM.dump) return { form: 'dump', payload: text };
  if (form === FORM.absent) return { form: 'absent' };
  if (form === FORM.typed) {
    const { type, value } = objectIn(text);
    return { form: 'typed', type, value } as ArchivedValue;
  }
  throw new RangeError(`the form ${form} of a value is not known`);
}

function extras(text: string): Pick<ArchiveRecord, 'fields' | 'details'> {
  const { fields, details } = objectIn(text) as Pick<ArchiveRecord, 'fields' | 'details'>;
  return { ...(fields !== undefined && { fields }), ...(details !== undefined && { details }) };
}

/** Only its type is checked here. */
function objectIn(text: string): Record<string, unknown> {
  const data = parseBoundedJson(text);
  if (typeof data !== 'object' || data === null) throw new RangeError('a value is no object');
  return data as Record<string, unknown>;
}
