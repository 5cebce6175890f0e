/**
 * Reads a snapshot from its magic to its checksum. Memory depends neither on the size of the file nor on the size of a value.
 * `push` takes the bytes in chunks, and the sink receives each key as soon as it is known. Source: rdb.c and rdb.h of Redis and
 * Valkey.
 */
import { ByteCursor } from './byte-cursor.js';
import { encodingRules } from './encodings.js';
import { HashTemplates } from './hash-templates.js';
import { MAGIC_BYTES, readMagic } from './magic.js';
import { ServerMemory } from './memory/server-memory.js';
import { isEnterprise, LOWEST_OPCODE, NEWEST, OPCODE, TYPE } from './opcodes.js';
import {
  count,
  margin,
  MARGIN,
  nextString,
  number,
  PACKED_HEAD,
  shownUpTo,
  skipContent,
  STREAMED,
  text,
  type ParseContext,
  type Steps,
} from './parse-context.js';
import { LONGEST_NAME, readName } from './key-name.js';
import { SnapshotProblem } from './problem.js';
import type { ServerVersion } from './server-version.js';
import type { SnapshotKey, SnapshotSink, ValueVisitor } from './snapshot-key.js';
import type { SnapshotSummary } from './summary.js';
import { StringHead } from './string-head.js';
import { skipModuleAux, skipParts } from './values/module.js';
import { readTemplate } from './values/template-hash.js';
import { valueKind, type ValueKind } from './values/value.js';

/** Maximum number of kept auxiliary fields, and maximum characters of name and value together. Stored scripts are longer. */
const MOST_AUX = 200;
const LONGEST_AUX = 4096;
/** From this format version on, the file ends with a checksum. */
const CHECKSUM_SINCE = 5;
const CHECKSUM_BYTES = 8;

interface Attributes {
  expireAtMs: number | null;
  idleSeconds: number | null;
  frequency: number | null;
  /** Offset of the first attribute; `null`: there are none. */
  offset: number | null;
}

export class SnapshotParser {
  readonly summary: SnapshotSummary = {
    magic: null,
    format: null,
    newerThanKnown: false,
    aux: new Map(),
    functions: 0,
    slots: 0,
    keys: 0,
    emptyKeys: 0,
    statedKeys: null,
    enterpriseRecords: 0,
    checksum: 'unread',
    trailingBytes: 0,
    bytes: 0,
    problem: null,
  };
  readonly #cursor: ByteCursor;
  readonly #head: StringHead;
  readonly #sink: SnapshotSink;
  readonly #steps: Steps;
  #done = false;
  #isStopped = false;
  #server: ServerVersion = { product: 'redis', version: null, format: 0, clustered: false };
  #context: ParseContext | null = null;
  #db = 0;
  /** Attributes of the next key. */
  #next: Attributes = { expireAtMs: null, idleSeconds: null, frequency: null, offset: null };

  /**
   * `fileBytes`: size of the (decompressed) file if known; longer lengths are rejected at once. `room`: memory for the received
   * bytes, reusable when the parser is done; if it is too small, the parser allocates its own. `templates`: templates read
   * before.
   */
  constructor(
    sink: SnapshotSink,
    fileBytes: number | null = null,
    room?: Buffer,
    readonly templates = new HashTemplates(),
  ) {
    this.#sink = sink;
    this.#cursor = new ByteCursor(room);
    this.#head = new StringHead(this.#cursor, fileBytes);
    this.#steps = this.#file();
  }

  /** True when the file is complete or cannot be read further. */
  get done(): boolean {
    return this.#done;
  }

  /** Stops after the key that is being reported to the sink. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Takes the next chunk of the file, and reports the keys that it completes to the sink. */
  push(chunk: Buffer): void {
    this.summary.bytes += chunk.length;
    if (this.#done) {
      if (this.#complete) this.summary.trailingBytes += chunk.length;
      return;
    }
    this.#cursor.push(chunk);
    if (this.#cursor.left >= MARGIN) this.#advance();
  }

  /** Must be called when no more chunks will arrive. */
  end(): SnapshotSummary {
    this.#cursor.ended = true;
    this.#advance();
    return this.summary;
  }

  /** True when the end was found, even if its checksum is wrong. */
  get #complete(): boolean {
    return this.summary.problem === null || this.summary.problem.code === 'checksum';
  }

  #advance(): void {
    if (this.#done) return;
    try {
      this.#done = this.#steps.next().done === true;
    } catch (error) {
      if (!(error instanceof SnapshotProblem)) throw error;
      this.#done = true;
      const { code, offset, message } = error;
      this.summary.problem = { code, offset, message };
    }
  }

  *#file(): Steps {
    this.#readMagic();
    for (;;) {
      if (this.#isStopped) return;
      if (this.#cursor.left < MARGIN && !this.#cursor.ended) yield;
      const offset = this.#cursor.offset;
      const opcode = this.#cursor.u8();
      if (opcode === OPCODE.end) break;
      if (opcode < LOWEST_OPCODE && !isEnterprise(opcode)) {
        const rest = this.#key(opcode, offset);
        if (rest !== null) yield* rest;
      } else if (!this.#attribute(opcode, offset)) {
        yield* this.#operation(opcode, offset);
      }
    }
    yield* this.#checksum();
  }

  #readMagic(): void {
    const { product, format } = readMagic(this.#cursor.bytes);
    this.#cursor.skip(MAGIC_BYTES);
    const magic = product === 'valkey' ? 'VALKEY' : 'REDIS';
    this.summary.magic = magic;
    this.summary.format = format;
    this.summary.newerThanKnown = format > NEWEST[magic];
    this.#server = { ...this.#server, product, format };
    this.#setContext();
  }

  /** Layouts and sizes depend on the server's version, which is in the auxiliary fields at the start. */
  #setContext(): void {
    this.#context = {
      cursor: this.#cursor,
      head: this.#head,
      memory: new ServerMemory(this.#server),
      rules: encodingRules(this.#server),
      isValkey: this.summary.magic === 'VALKEY',
      templates: this.templates,
      limits: STREAMED,
      expansion: { left: Infinity },
      scratch: Buffer.alloc(PACKED_HEAD),
    };
  }

  *#aux(): Steps {
    const context = this.#context!;
    const name = yield* text(context);
    const value = yield* text(context);
    if (name === null || value === null) return;
    const { aux } = this.summary;
    if (name.length + value.length <= LONGEST_AUX && (aux.has(name) || aux.size < MOST_AUX)) aux.set(name, value);
    if (name === 'redis-ver' || name === 'valkey-ver') {
      this.#server = { ...this.#server, product: name === 'valkey-ver' ? 'valkey' : this.#server.product, version: value };
      this.#setContext();
    }
    if (name === 'slot-info') this.#slot();
  }

  #slot(): void {
    this.summary.slots++;
    if (this.#server.clustered) return;
    this.#server = { ...this.#server, clustered: true };
    this.#setContext();
  }

  /** Reads a record that is neither a key nor an attribute of the next key. */
  *#operation(opcode: number, offset: number): Steps {
    const context = this.#context!;
    switch (opcode) {
      case OPCODE.aux:
        yield* this.#aux();
        return;
      case OPCODE.selectDb:
        this.#db = yield* number(context);
        return;
      case OPCODE.resizeDb:
        this.summary.statedKeys = (this.summary.statedKeys ?? 0) + (yield* number(context));
        yield* number(context);
        return;
      case OPCODE.enterpriseLastUse:
      case OPCODE.enterpriseSlot:
        yield* number(context);
        this.summary.enterpriseRecords++;
        return;
      case OPCODE.slotInfo:
        for (let i = 0; i < 3; i++) yield* number(context);
        this.#slot();
        return;
      case OPCODE.function2:
        yield* nextString(context);
        yield* skipContent(context);
        this.summary.functions++;
        return;
      case OPCODE.moduleAux:
        yield* skipModuleAux(context);
        return;
      case OPCODE.hashTemplate:
        if (context.isValkey) break;
        yield* this.#template(context, offset);
        return;
      case OPCODE.keyMetaOrSlotImport:
        yield* context.isValkey ? this.#slotImport() : this.#keyMeta();
        return;
    }
    throw new SnapshotProblem('unknown-opcode', offset, `the operation ${opcode} at byte ${offset} is not known`);
  }

  *#template(context: ParseContext, offset: number): Steps {
    const id = yield* number(context);
    if (!this.templates.add(id, yield* readTemplate(context)))
      throw new SnapshotProblem('absurd-length', offset, `the template of hashes at byte ${offset} is one too many to be kept`);
  }

  /** Valkey 9: the name of a migration, then ranges of slots. */
  *#slotImport(): Steps {
    const context = this.#context!;
    yield* nextString(context);
    yield* skipContent(context);
    for (let ranges = yield* count(context); ranges > 0; ranges--) {
      yield* number(context);
      yield* number(context);
    }
  }

  /** Reads an attribute of the next key, which precedes its type. `false`: a different operation. */
  #attribute(opcode: number, offset: number): boolean {
    const next = this.#next;
    if (opcode === OPCODE.expireMs) next.expireAtMs = this.#cursor.time();
    else if (opcode === OPCODE.expireSeconds) next.expireAtMs = this.#cursor.u32() * 1000;
    else if (opcode === OPCODE.idle) next.idleSeconds = this.#head.number();
    else if (opcode === OPCODE.frequency) next.frequency = this.#cursor.u8();
    else return false;
    next.offset ??= offset;
    return true;
  }

  /** Reads a key and its value, after the type at `offset`. Returns the remaining work; `null`: none. */
  #key(type: number, offset: number): Steps | null {
    const kind = this.#kind(type, offset);
    const cursor = this.#cursor;
    const start = cursor.at;
    this.#head.read();
    const { kind: written, length } = this.#head;
    if (written === 'raw' && length <= cursor.left && length <= LONGEST_NAME) {
      const { at } = cursor;
      cursor.at += length;
      return this.#value(kind, this.#begin(kind, this.#nameOf(cursor.bytes, at, cursor.at), length, offset));
    }
    cursor.at = start;
    return this.#keyByAndBy(kind, offset);
  }

  *#keyByAndBy(kind: ValueKind, offset: number): Steps {
    const name = yield* readName(this.#context!);
    const rest = this.#value(kind, this.#begin(kind, this.#nameOf(name, 0, name.length), this.#head.length, offset));
    if (rest !== null) yield* rest;
  }

  #kind(type: number, offset: number): ValueKind {
    const kind = valueKind(type, this.#context!.isValkey);
    if (kind) return kind;
    if (type === TYPE.modulePreGa) {
      const message = `the value at byte ${offset} is of a module of Redis 4.0 before its release and cannot be skipped`;
      throw new SnapshotProblem('unreadable-module', offset, message);
    }
    throw new SnapshotProblem('unknown-type', offset, `the type ${type} of the value at byte ${offset} is not known`);
  }

  #begin({ type }: ValueKind, name: string, nameLength: number, offset: number): SnapshotKey {
    const { expireAtMs, idleSeconds, frequency, offset: first } = this.#next;
    if (first !== null) this.#next = { expireAtMs: null, idleSeconds: null, frequency: null, offset: null };
    return {
      db: this.#db,
      name,
      nameLength,
      type,
      moduleType: null,
      expireAtMs,
      idleSeconds,
      frequency,
      offset: first ?? offset,
      encoding: '',
      length: 0,
      bytes: 0,
      fieldExpiry: null,
      stream: null,
    };
  }

  #value(kind: ValueKind, key: SnapshotKey): Steps | null {
    const visitor = this.#sink.begin(key);
    const isNear = this.#cursor.left >= MARGIN || this.#cursor.ended;
    if (visitor !== null || !isNear || kind.pass?.(this.#context!, key) !== true) return this.#valueByAndBy(kind, key, visitor);
    this.#end(key);
    return null;
  }

  *#valueByAndBy(kind: ValueKind, key: SnapshotKey, visitor: ValueVisitor | null): Steps {
    const context = this.#context!;
    const longest = visitor?.longest;
    yield* kind.read(longest === undefined ? context : { ...context, limits: shownUpTo(context.limits, longest) }, key, visitor);
    this.#end(key);
  }

  #end(key: SnapshotKey): void {
    if (key.length === 0 && isCollection(key)) {
      this.summary.emptyKeys++;
      return;
    }
    // Some sizes are means over random choices of the server.
    key.bytes = Math.round(key.bytes);
    this.summary.keys++;
    this.#sink.end(key);
  }

  #nameOf(bytes: Buffer, start: number, end: number): string {
    if (!this.#sink.takeName) return bytes.toString('latin1', start, end);
    this.#sink.takeName(bytes, start, end);
    return '';
  }

  /** Redis 8.6: metadata that modules attach to a key. Each class has its id in four bytes, then parts. */
  *#keyMeta(): Steps {
    const context = this.#context!;
    for (let classes = yield* count(context); classes > 0; classes--) {
      yield* margin(context);
      context.cursor.skip(4);
      yield* skipParts(context);
    }
  }

  *#checksum(): Steps {
    const cursor = this.#cursor;
    const { summary } = this;
    if ((summary.format ?? 0) < CHECKSUM_SINCE && summary.magic === 'REDIS') {
      summary.checksum = 'none';
    } else {
      const computed = cursor.checksum();
      if (cursor.left < CHECKSUM_BYTES && !cursor.ended) yield;
      const offset = cursor.offset;
      const stored = cursor.u64();
      summary.checksum = stored === 0n ? 'off' : stored === computed ? 'ok' : 'wrong';
      if (summary.checksum === 'wrong') {
        const message = `the checksum at byte ${offset} does not match: some byte before it was changed`;
        summary.problem = { code: 'checksum', offset, message };
      }
    }
    summary.trailingBytes = cursor.left;
  }
}

/** Strings and streams may be empty. Only the module knows about its value. */
const isCollection = ({ type }: SnapshotKey): boolean => type !== 'string' && type !== 'stream' && type !== 'module';
