/** Changes figures of one key, if they are still as they were judged. */
import { isCounter } from '../../format/decimal.js';
import type { Check, WorkItem } from '../engine/work-item.js';

/** A figure that is to be changed. */
export interface Raise {
  field: string;
  /** The text that was judged; `null`: none. */
  before: string | null;
  after: string;
  /** The amount to add; negative to lower. */
  step: string;
  /** True: it is not a counter, and is set to the text `after` instead of incremented. */
  decimal: boolean;
}

export interface ToRaise {
  db: number;
  name: string;
  family: string;
  type: 'hash' | 'string';
  /** False: it is created. */
  exists: boolean;
  /** A string has one, with the field ''. */
  raises: readonly Raise[];
  /** When a created key expires, in ms since the epoch; `null`: never. */
  expireAtMs: number | null;
}

/** The command that changes a figure, without the key. HSET would remove the TTL of a field, but counters have none. */
function step(type: ToRaise['type'], { decimal, step: added, after }: Raise): readonly [command: string, value: string] {
  if (decimal) return [type === 'hash' ? 'HSET' : 'SET', after];
  return [type === 'hash' ? 'HINCRBY' : 'INCRBY', added];
}

/** HINCRBY and INCRBY refuse a text that is no counter, and a sum beyond 64 bits. */
const refusalOf = (raises: readonly Raise[]): string | undefined =>
  raises.some(({ decimal, before, after }) => !decimal && !(isCounter(before ?? '0') && isCounter(after)))
    ? 'the sum would be no integer of 64 bits'
    : undefined;

/** A key that exists keeps its TTL. */
const ttlToSet = ({ exists, expireAtMs }: ToRaise): string =>
  exists || expireAtMs === null ? '' : String(Math.round(expireAtMs));

export function raiseItem(raise: ToRaise): WorkItem {
  const { db, name, family, raises } = raise;
  return {
    keys: [name],
    checks: raiseChecks(raise),
    commands: raiseCommands(raise),
    refusal: refusalOf(raises),
    records: [
      {
        db,
        name,
        family,
        action: raises.some((each) => each.step.startsWith('-')) ? 'set' : 'raise',
        value: { form: 'absent' },
        expireAtMs: null,
        fields: Object.fromEntries(raises.map(({ field, before, after }) => [field, { before, after }])),
      },
    ],
  };
}

function raiseChecks({ name, type, exists, raises }: ToRaise): Check[] {
  if (!exists) return [{ kind: 'reply', ask: ['EXISTS', name], is: '0' }];
  return [
    { kind: 'reply', ask: ['TYPE', name], is: type },
    ...raises.map(({ field, before }): Check => ({
      kind: 'reply',
      // One byte more than was judged shows a longer text.
      ask: type === 'hash' ? ['HGET', name, field] : ['GETRANGE', name, '0', String(before?.length ?? 0)],
      is: before,
    })),
  ];
}

function raiseCommands(raise: ToRaise): string[][] {
  const { name, type } = raise;
  const commands = raise.raises.map((each) => {
    const [command, value] = step(type, each);
    if (type === 'hash') return [command, name, each.field, value];
    return command === 'SET' ? ['SET', name, value, 'KEEPTTL'] : [command, name, value];
  });
  const expiry = ttlToSet(raise);
  return expiry === '' ? commands : [...commands, ['PEXPIREAT', name, expiry]];
}
