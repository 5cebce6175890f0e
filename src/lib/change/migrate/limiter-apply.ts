/** Makes counters of lists, key by key. If it is killed at any point, the same command again converts the rest. */
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import { WHOLE } from '../compare/counters.js';
import { readable } from '../compare/same-value.js';
import type { ArchiveRecord } from '../archive/record.js';
import { addDecimals } from '../../format/decimal.js';
import { ATTEMPTS } from '../engine/key-change.js';
import type { Outcome } from '../engine/outcome.js';
import type { ReadKey } from '../engine/read-key.js';
import { readForChange } from '../engine/read-values.js';
import { countOutcomes, runChanges, type Applied, type ChangeOptions, type ChangeRun } from '../engine/run-changes.js';
import { settleAll } from '../engine/settle-all.js';
import type { Prepared } from '../engine/work-item.js';
import type { LimiterWork } from './limiter-find.js';
import type { Conversion } from './limiter-names.js';
import { seedOf } from './limiter-seed.js';
import { needsDump } from './rename-apply.js';

export interface LimiterApplyOptions extends ChangeOptions {
  todo: LimiterWork;
}

/** Keys that are converted at once: their waits for the disk and the server overlap. */
const TOGETHER = 64;

export const applyLimiters = (session: Session, access: Access, options: LimiterApplyOptions): Promise<Applied> =>
  runChanges(session, access, options, async (run) => {
    if (!run.abilities.dump) throw needsDump();
    const { todo, signal } = options;
    for (let node = 0; node < session.nodes.length; node++) {
      for (const names of todo.names.batches(node, TOGETHER)) {
        if (signal.aborted) return false;
        await run.throttle.turn(names.length);
        await settleAll(names.map(async (name) => countOutcomes(run, [await convert(name, todo, run)])));
      }
    }
    return true;
  });

async function convert(name: string, todo: LimiterWork, run: ChangeRun): Promise<Outcome> {
  const conversion = todo.of(name);
  if (!conversion) return 'protected';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [outcome] = await run.engine.run([name], {
      keysOf: () => [name, conversion.to],
      async prepare(connection) {
        const [list, counter] = (await readForChange(connection, [name, conversion.to])).map(({ key }) => key);
        return [list ? converted(name, conversion, { list, counter: counter ?? null }, { todo, run }) : 'gone'];
      },
    });
    if (outcome !== 'altered') return outcome!;
  }
  return 'altered';
}

/** The list is removed in the same step in which its requests are counted. A counter that is there keeps its own requests. */
function converted(
  name: string,
  conversion: Conversion,
  { list, counter }: { list: ReadKey; counter: ReadKey | null },
  { todo, run }: { todo: LimiterWork; run: ChangeRun },
): Prepared {
  const held = readable(list.value);
  if (held?.type !== 'list') return 'protected';
  const now = todo.now();
  const { capacity } = conversion.rule.setting;
  const seeded = seedOf(capacity === null ? held.value : held.value.slice(0, capacity), todo.seedWith(conversion, now));
  if (seeded.kind !== 'counter') return seeded.kind === 'outside' ? 'gone' : 'protected';
  const { to, family } = conversion;
  const { requests, ttlMs } = seeded;
  const before = counter === null ? null : textOf(counter);
  if (counter !== null && before === null) return 'protected';
  const after = addDecimals(before ?? '0', String(requests));
  const endsAt = Math.max(now + ttlMs, counter?.expireAtMs ?? 0);
  const base = { db: run.db, family: family.family.id };
  const records: ArchiveRecord[] = [
    {
      ...base,
      name: to,
      action: 'raise',
      value: counter?.value ?? { form: 'absent' },
      expireAtMs: counter?.expireAtMs ?? null,
      fields: { [WHOLE]: { before, after } },
    },
    { ...base, name, action: 'delete', value: list.value, expireAtMs: list.expireAtMs },
  ];
  return {
    keys: [name, to],
    checks: [
      { kind: 'same', key: name, read: list },
      counter === null
        ? { kind: 'reply', ask: ['EXISTS', to], is: '0', otherwise: 'a' }
        : { kind: 'same', key: to, read: counter },
    ],
    commands: [
      ['INCRBY', to, String(requests)],
      ['PEXPIREAT', to, String(Math.round(endsAt))],
      ['UNLINK', name],
    ],
    records,
  };
}

/** A whole number; `null`: another value. */
function textOf({ value }: ReadKey): string | null {
  const held = readable(value);
  return held?.type === 'string' && /^-?\d{1,18}$/.test(held.value) ? held.value : null;
}
