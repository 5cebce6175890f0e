/**
 * Values and auxiliary data of modules: a 64-bit id (nine characters of six bits, then ten bits of version), then self-describing
 * parts, which can be skipped without the module. Source: module.c and rdb.c, Redis 4.0 and later.
 */
import { SUB_OPCODE } from '../opcodes.js';
import { corruptValue, exactNumber, margin, number, type ParseContext, type Steps } from '../parse-context.js';
import type { SnapshotKey } from '../snapshot-key.js';
import { passString } from './elements.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function* readModule(context: ParseContext, key: SnapshotKey): Steps {
  key.moduleType = moduleName(yield* exactNumber(context));
  const { stored, numbers } = yield* skipParts(context);
  key.encoding = 'raw';
  // A vector set starts with its dimensions and its number of vectors.
  key.length = key.moduleType === 'vectorset' ? (numbers[1] ?? null) : null;
  key.bytes =
    context.memory.key(key.nameLength, key.expireAtMs !== null) + context.memory.module(key.moduleType, stored, key.length);
}

export function* skipModuleAux(context: ParseContext): Steps {
  yield* exactNumber(context);
  yield* number(context);
  yield* number(context);
  yield* skipParts(context);
}

export function moduleName(id: bigint): string {
  let name = '';
  for (let place = 58n; place >= 10n; place -= 6n) name += ALPHABET[Number((id >> place) & 63n)]!;
  return name;
}

/** Bytes of the parts in the file, and the first unsigned numbers. */
export function* skipParts(context: ParseContext): Steps<{ stored: number; numbers: number[] }> {
  const { cursor } = context;
  const start = cursor.offset;
  const numbers: number[] = [];
  for (;;) {
    const offset = cursor.offset;
    const part = yield* number(context);
    yield* margin(context);
    if (part === SUB_OPCODE.end) return { stored: cursor.offset - start, numbers };
    if (part === SUB_OPCODE.signed) yield* number(context);
    else if (part === SUB_OPCODE.unsigned) {
      const value = yield* number(context);
      if (numbers.length < 2) numbers.push(value);
    } else if (part === SUB_OPCODE.float) cursor.skip(4);
    else if (part === SUB_OPCODE.double) cursor.skip(8);
    else if (part === SUB_OPCODE.string) yield* passString(context);
    else throw corruptValue(offset, 'value of a module');
  }
}
