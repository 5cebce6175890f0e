/** The result of one audit, from a file, as a record. */
import { says } from '../errors/results.js';
import * as z from 'zod';
import { parsedResult } from '../diff/diff.js';
import { usageError } from '../format/errors.js';
import { amount, count } from '../format/figure-shapes.js';
import { recordOf, type HistoryRecord } from './history/record.js';

const known = amount.nullable();
const text = z.string();
const optionalText = text.nullable();

const audit = z.object({
  source: z.object({
    sizes: z.enum(['server', 'lengths', 'snapshot']),
    endedBecause: optionalText,
    partial: optionalText,
    filter: z.object({ pattern: optionalText, type: optionalText }),
  }),
  server: z.object({ commandsProcessed: known.default(null), uptimeSeconds: known }),
  clock: z.object({ now: z.iso.datetime(), utcOffset: z.number().min(-14).max(14) }),
  profiles: z.array(z.object({ name: text, version: optionalText, upTo: optionalText })),
  keys: count,
  memory: z.object({
    usedMemory: known,
    maxmemory: known,
    maxmemoryPolicy: optionalText,
    parts: z.array(z.object({ bytes: z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER), how: text })),
  }),
  families: z.array(
    z.object({
      id: text,
      profile: optionalText,
      keys: count,
      bytes: known,
      bytesLow: known,
      bytesHigh: known,
      noTtl: known,
      ttlPolicy: z.object({ expires: z.boolean(), seconds: known }).nullable(),
      ttlSeconds: z.object({ max: amount }).nullable(),
      written: z
        .object({ per: z.enum(['day', 'week', 'month']), newest: z.iso.date(), keys: z.array(count).max(14) })
        .nullable()
        .default(null),
    }),
  ),
});

/** Throws a MeterError of one sentence for a text that is no whole audit. `name`: for messages, safe to show. */
export function recordOfResult(content: string, name: string): HistoryRecord {
  const { command, envelope } = parsedResult(content, name);
  if (command !== 'audit') throw usageError(says('result-of-other-verb', { name, command }));
  const parsed = audit.safeParse(envelope.data);
  if (!parsed.success) throw usageError(says('no-audit-shape', { name }));
  refuseParts(parsed.data.source, name);
  return recordOf(parsed.data, envelope.target?.name ?? null);
}

/** A part of the keys says nothing about growth. */
export function refuseParts(
  { endedBecause, partial, filter }: Pick<z.infer<typeof audit>['source'], 'endedBecause' | 'partial' | 'filter'>,
  name: string,
): void {
  if (endedBecause === null && partial === null && filter.pattern === null && filter.type === null) return;
  throw usageError(says('audit-of-part', { name }));
}
