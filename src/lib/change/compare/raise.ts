/** Changes figures of one key, if they still are what they were judged to be. */
import type { Check, WorkItem } from '../engine/work-item.js';

/** A figure that is to be changed. */
export interface Raise {
  field: string;
  /** The text that was judged; `null`: there was none. */
  before: string | null;
  after: string;
  /** What is added; negative where it is lowered. */
  step: string;
  /** It is no counter, and set to the text `after` instead of counted up. */
  decimal: boolean;
}

export interface ToRaise {
  db: number;
  name: string;
  family: string;
  type: 'hash' | 'string';
  /** False: it is created. */
  exists: boolean;
  /** Of a string the one, whose field is ''. */
  raises: readonly Raise[];
  /** End of its life in ms since the epoch when it is created; `null`: it stays. */
  expireAtMs: number | null;
}

/** The command that brings a figure there, without the key. HSET would end a field's own life, but counters have none. */
function step(type: ToRaise['type'], { decimal, step: added, after }: Raise): readonly [command: string, value: string] {
  if (decimal) return [type === 'hash' ? 'HSET' : 'SET', after];
  return [type === 'hash' ? 'HINCRBY' : 'INCRBY', added];
}

/** Of a key that exists, its life is its own. */
const lifeOf = ({ exists, expireAtMs }: ToRaise): string => (exists || expireAtMs === null ? '' : String(Math.round(expireAtMs)));

export function raiseItem(raise: ToRaise): WorkItem {
  const { db, name, family, raises } = raise;
  return {
    keys: [name],
    checks: raiseChecks(raise),
    commands: raiseCommands(raise),
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
      // One byte more than was judged tells a longer text.
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
  const life = lifeOf(raise);
  return life === '' ? commands : [...commands, ['PEXPIREAT', name, life]];
}
