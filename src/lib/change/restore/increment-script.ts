/** Adds to counters and notes it, in one step on the server: however fast others count meanwhile, nothing has to be tried again. */
import { script } from '../engine/known-script.js';
import { writeRefused } from '../engine/write-refusals.js';
import { ReplyError } from '../../redis/resp.js';
import type { Sender } from '../engine/read-values.js';
import type { Entry } from './entry.js';
import { MARKER_LIFE_MS } from './marker.js';

const [ALTERED, NOTED, DONE] = [0, 1, 2];

/** KEYS: the hash or string, the set of notes. ARGV: number of the record, life of the set in ms, type, then fields and steps by turns. */
export const INCREMENT_ONCE = script(`
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return ${NOTED} end
if redis.call('TYPE', KEYS[1]).ok ~= ARGV[3] then return ${ALTERED} end
local function add(field, step)
  if ARGV[3] == 'string' then return redis.pcall('INCRBY', KEYS[1], step) end
  return redis.pcall('HINCRBY', KEYS[1], field, step)
end
for i = 4, #ARGV, 2 do
  local sum = add(ARGV[i], ARGV[i + 1])
  if type(sum) == 'table' and sum.err then
    for j = 4, i - 1, 2 do
      local step = ARGV[j + 1]
      add(ARGV[j], string.sub(step, 1, 1) == '-' and string.sub(step, 2) or '-' .. step)
    end
    return ${ALTERED}
  end
end
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return ${DONE}`);

type Commands = readonly (readonly string[])[];

/** True when the order in which others count does not matter. */
export const areIncrements = (commands: Commands): boolean =>
  commands.every(([command]) => command === 'HINCRBY') || (commands.length === 1 && commands[0]![0] === 'INCRBY');

/** `commands`: increments of the entry's key. Rejects with a MeterError when the server refuses. */
export async function incrementOnce(
  connection: Sender,
  { record: { name }, number, marker }: Entry,
  commands: Commands,
): Promise<'restored' | 'there' | 'altered'> {
  const type = commands[0]![0] === 'INCRBY' ? 'string' : 'hash';
  const steps = commands.flatMap(([, , ...rest]) => (type === 'string' ? ['', ...rest] : rest));
  const args = ['2', name, marker, String(number), String(MARKER_LIFE_MS), type, ...steps];
  let [reply] = await connection.send([['EVALSHA', INCREMENT_ONCE.sha, ...args]]);
  if (reply instanceof ReplyError && reply.message.startsWith('NOSCRIPT'))
    [reply] = await connection.send([['EVAL', INCREMENT_ONCE.body, ...args]]);
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  return reply === DONE ? 'restored' : reply === NOTED ? 'there' : 'altered';
}
