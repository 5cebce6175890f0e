/**
 * Hashes of Redis 8.10 whose field names are in a template. Values are a listpack that starts with the template's number, or one
 * string each. A DUMP payload contains the names itself. Source: rdb.h of Redis 8.10, and its tests of damaged payloads.
 */
import { LONGEST_FIELD, MOST_NAMES, type HashTemplate } from '../hash-templates.js';
import {
  content,
  corruptValue,
  count,
  nextString,
  number,
  skipContent,
  type ParseContext,
  type Steps,
} from '../parse-context.js';
import type { PackedVisitor } from '../packed/packed.js';
import type { SnapshotKey, ValueVisitor } from '../snapshot-key.js';
import { element, newFacts } from './elements.js';
import { packedValue } from './packed-value.js';

/** Encoding of a template's names within a value. */
const NAMES = { listpack: 0, plain: 1 } as const;
/** Bytes of the pointer to each value. */
const POINTER = 8;

/** The number of names, followed by the names. */
export function* readTemplate(context: ParseContext): Steps<HashTemplate> {
  const fields = yield* count(context);
  const names: (string | null)[] = [];
  for (let left = fields; left > 0; left--) {
    yield* nextString(context);
    if (names.length < MOST_NAMES) names.push((yield* content(context, LONGEST_FIELD))?.toString('latin1') ?? null);
    else yield* skipContent(context);
  }
  return { fields, names: fields > MOST_NAMES ? null : names };
}

/** The names that a value contains. */
function* ownTemplate(context: ParseContext): Steps<HashTemplate> {
  const { offset } = context.cursor;
  const form = yield* number(context);
  if (form === NAMES.plain) return yield* readTemplate(context);
  if (form !== NAMES.listpack) throw corruptValue(offset, 'hash');
  const names: string[] = [];
  const { entries } = yield* packedValue(context, 'listpack', (text) => void names.push(text));
  if (entries === null) throw corruptValue(offset, 'hash');
  return { fields: entries, names };
}

export function* readTemplateListpack(
  context: ParseContext,
  key: SnapshotKey,
  visitor: ValueVisitor | null,
  isReference: boolean,
): Steps {
  const { offset } = context.cursor;
  const own = isReference ? null : yield* ownTemplate(context);
  const { bytes, entries } = yield* packedValue(context, 'listpack', visitor && valueVisitor(context, visitor, own, offset));
  if (entries === 0 || (own && entries !== null && entries !== own.fields + 1)) throw corruptValue(offset, 'hash');
  finish(key, 'template-listpack', entries === null ? (own?.fields ?? null) : entries - 1);
  key.bytes = context.memory.key(key.nameLength, key.expireAtMs !== null) + context.memory.packed(bytes);
}

/** Combines names and values; the first entry is the template's number. */
function valueVisitor(context: ParseContext, visitor: ValueVisitor, own: HashTemplate | null, offset: number): PackedVisitor {
  let template = own;
  let at = -1;
  return (text) => {
    if (at++ === -1) template ??= known(context, Number(text), offset);
    else visitor.entry(template!.names?.[at - 1] ?? null, text);
  };
}

export function* readTemplateArray(
  context: ParseContext,
  key: SnapshotKey,
  visitor: ValueVisitor | null,
  isReference: boolean,
): Steps {
  const { offset } = context.cursor;
  const { fields, names } = isReference ? known(context, yield* number(context), offset) : yield* ownTemplate(context);
  const value = newFacts();
  let bytes = fields * POINTER;
  for (let at = 0; at < fields; at++) {
    yield* element(context, value, visitor !== null, false);
    visitor?.entry(names?.[at] ?? null, value.text);
    bytes += context.memory.setMember(value.length);
  }
  finish(key, 'template-array', fields);
  key.bytes = context.memory.key(key.nameLength, key.expireAtMs !== null) + bytes;
}

function finish(key: SnapshotKey, encoding: string, fields: number | null): void {
  key.encoding = encoding;
  key.length = fields;
}

function known({ templates }: ParseContext, id: number, offset: number): HashTemplate {
  const template = templates.get(id);
  if (!template) throw corruptValue(offset, 'hash, whose template is missing,');
  return template;
}
