import { EXIT, MeterError } from '../../format/errors.js';
import { SnapshotProblem } from '../../snapshot/problem.js';
import { readPayload } from '../../snapshot/read-payload.js';
import type { SnapshotType, ValueVisitor } from '../../snapshot/snapshot-key.js';
import { canonicalHash, canonicalSet, canonicalZset } from './canonical.js';
import { StreamCollector } from './stream-collector.js';
import type { HashField, TypedValue } from './typed-value.js';

/** The value of a DUMP payload (a byte string). Throws a MeterError if it is damaged, of a module, or newer than this program. */
export function decodeDump(payload: string): TypedValue {
  let collector: Collector | undefined;
  try {
    readPayload(Buffer.from(payload, 'latin1'), (type) => (collector = collectors[type]()).visitor);
  } catch (error) {
    if (error instanceof SnapshotProblem) throw unreadable(error.message);
    throw error;
  }
  return collector!.value();
}

/** Collects a value from the calls of a visitor. */
interface Collector {
  visitor: ValueVisitor;
  value(): TypedValue;
}

const collectors: Readonly<Record<SnapshotType, () => Collector>> = {
  string: () => {
    let value = '';
    return { visitor: { entry: (text) => (value = text!) }, value: () => ({ type: 'string', value }) };
  },
  list: () => {
    const value: string[] = [];
    return { visitor: { entry: (element) => value.push(element!) }, value: () => ({ type: 'list', value }) };
  },
  set: () => {
    const members: string[] = [];
    return {
      visitor: { entry: (member) => members.push(member!) },
      value: () => ({ type: 'set', value: canonicalSet(members) }),
    };
  },
  zset: () => {
    const members: (readonly [string, string])[] = [];
    return {
      visitor: { entry: (member, score) => members.push([member!, score!]) },
      value: () => ({ type: 'zset', value: canonicalZset(members) }),
    };
  },
  hash: () => {
    const fields: HashField[] = [];
    return {
      visitor: {
        entry: (field, value, expireAt = 0) =>
          fields.push({ field: field!, value: value!, expireAtMs: expireAt > 0 ? expireAt : null }),
      },
      value: () => ({ type: 'hash', value: canonicalHash(fields) }),
    };
  },
  stream: () => {
    const stream = new StreamCollector();
    return { visitor: { entry() {}, stream }, value: () => ({ type: 'stream', value: stream.value }) };
  },
  module: () => {
    throw unreadable('it is of a module, which alone can read it');
  },
};

const unreadable = (cause: string): MeterError =>
  new MeterError('payload', EXIT.failure, `A value that DUMP has written cannot be read: ${cause}.`, [
    'Restore it into a server of the version that it was taken from.',
  ]);
