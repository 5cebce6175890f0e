/** Counts the keys whose TTL a run has shortened, and that have expired since. The undo creates them again. */
import { ReplyError } from '../../redis/resp.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import { writeRefused } from '../engine/write-refusals.js';
import { entriesOf } from './entries.js';
import type { SurveyedArchive, Wanted } from './survey.js';

/** Keys of one EXISTS, and of one pipeline of them. */
const TOGETHER = 100;

/** Family id → keys. Only reads, and asks nothing if no TTL was shortened. */
export async function expiredSince(
  archives: readonly SurveyedArchive[],
  { sender, wanted, clustered }: { sender: KeyedSender; wanted: Wanted; clustered: boolean },
): Promise<Map<string, number>> {
  const missing = new Map<string, number>();
  const ask = async (family: string, names: readonly string[]): Promise<void> => {
    const count = names.length - (await existing(names, sender, clustered));
    if (count > 0) missing.set(family, (missing.get(family) ?? 0) + count);
  };
  for (const [source, surveyed] of archives.entries()) {
    if (!surveyed.families.some(({ action }) => action === 'expire')) continue;
    const waiting = new Map<string, string[]>();
    for await (const entries of entriesOf(surveyed, { wanted, clustered, source })) {
      for (const { record } of entries) {
        const { action, family, name, expireAtMs } = record;
        if (action !== 'expire' || (expireAtMs !== null && expireAtMs <= Date.now())) continue;
        const names = waiting.get(family) ?? [];
        waiting.set(family, names);
        names.push(name);
        if (names.length === TOGETHER) await ask(family, names.splice(0));
      }
    }
    for (const [family, names] of waiting) if (names.length > 0) await ask(family, names);
  }
  return missing;
}

/** In a cluster the keys may be in several slots. */
async function existing(names: readonly string[], sender: KeyedSender, clustered: boolean): Promise<number> {
  const groups = clustered ? names.map((name) => [name]) : [names];
  const replies = await sender.send(groups.map((group) => ({ key: group[0]!, args: ['EXISTS', ...group] })));
  let count = 0;
  for (const reply of replies) {
    if (reply instanceof ReplyError) throw writeRefused(reply.message);
    count += Number(reply);
  }
  return count;
}
