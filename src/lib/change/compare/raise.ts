/** Changes figures of one key in one step on the server, if they still are what they were judged to be. */
import { script } from '../engine/known-script.js';
import { ALTERED, DONE, type ComparedChange } from './compared-change.js';

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

/**
 * ARGV: type, 1 if the key exists, the end of a created key's life or nothing, then for each figure its field, 1 if it exists, its text, the
 * command and what it is given.
 */
export const RAISE_IF_SAME = script(`
local key, kind = KEYS[1], ARGV[1]
if redis.call('EXISTS', key) ~= tonumber(ARGV[2]) then return ${ALTERED} end
if ARGV[2] == '1' and redis.call('TYPE', key).ok ~= kind then return ${ALTERED} end
for i = 4, #ARGV, 5 do
  local text
  if kind == 'hash' then text = redis.call('HGET', key, ARGV[i]) else text = redis.call('GET', key) end
  if (ARGV[i + 1] == '1' and text ~= ARGV[i + 2]) or (ARGV[i + 1] == '0' and text) then return ${ALTERED} end
end
for i = 4, #ARGV, 5 do
  local command, value = ARGV[i + 3], ARGV[i + 4]
  if kind == 'hash' then redis.call(command, key, ARGV[i], value)
  elseif command == 'SET' then redis.call('SET', key, value, 'KEEPTTL')
  else redis.call(command, key, value) end
end
if ARGV[3] ~= '' then redis.call('PEXPIREAT', key, ARGV[3]) end
return ${DONE}`);

/** The command that brings a figure there, without the key. HSET would end a field's own life, but counters have none. */
function step(type: ToRaise['type'], { decimal, step: added, after }: Raise): readonly [command: string, value: string] {
  if (decimal) return [type === 'hash' ? 'HSET' : 'SET', after];
  return [type === 'hash' ? 'HINCRBY' : 'INCRBY', added];
}

/** Of a key that exists, its life is its own. */
const lifeOf = ({ exists, expireAtMs }: ToRaise): string => (exists || expireAtMs === null ? '' : String(Math.round(expireAtMs)));

export function raiseChange(raise: ToRaise): ComparedChange {
  const { db, name, family, type, exists, raises } = raise;
  const action = raises.some((each) => each.step.startsWith('-')) ? 'set' : 'raise';
  return {
    record: {
      db,
      name,
      family,
      action,
      value: { form: 'absent' },
      expireAtMs: null,
      fields: Object.fromEntries(raises.map(({ field, before, after }) => [field, { before, after }])),
    },
    call: {
      script: RAISE_IF_SAME,
      keys: [name],
      args: [
        type,
        exists ? '1' : '0',
        lifeOf(raise),
        ...raises.flatMap((each) => [each.field, each.before === null ? '0' : '1', each.before ?? '', ...step(type, each)]),
      ],
    },
    look: [['EXISTS', name], type === 'string' ? ['GET', name] : ['HMGET', name, ...raises.map(({ field }) => field)]],
    holds: ([present, held]) => {
      const texts = Array.isArray(held) ? held : [held];
      return (present === 1) === exists && raises.every(({ before }, index) => texts[index] === before);
    },
    commands: () => raiseCommands(raise),
  };
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
