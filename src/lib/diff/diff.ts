/** Compares two results of one command. Sends nothing. */
import { says } from '../errors/results.js';
import * as z from 'zod';
import { OWN_JSON, parseBoundedJson } from '../format/bounded-json.js';
import { usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { comparedAudits } from './audit.js';
import { comparedChecks } from './consistency.js';
import { comparedEstimates } from './estimate.js';
import { COMPARED, type Compared, type DiffData, type DiffSide } from './model.js';
import { notComparable } from './refuse.js';
import * as shapes from './shapes.js';
import type { EnvelopeShape } from './shapes.js';
import type { Side } from './side.js';
import { comparedDoctors } from './doctor.js';
import { comparedLimiters } from './limiters.js';
import { comparedLimits } from './limits.js';
import { comparedUsage } from './usage.js';

/** Bytes of a result. The largest is a check with every difference. */
export const LARGEST_RESULT = 32 * 1024 * 1024;

/** A result of this program, with any data. */
export interface Result {
  /** For messages. Safe to show. */
  name: string;
  command: Compared;
  envelope: EnvelopeShape;
}

/** Throws a usage error of one sentence for a text that is no result, and for one of a failed command. */
export function parsedResult(text: string, name: string): Result {
  const parsed = shapes.envelope.safeParse(jsonOf(text, name));
  if (!parsed.success) throw usageError(says('no-result', { name }));
  const { schemaVersion, command, ok } = parsed.data;
  if (schemaVersion !== 1) throw notComparable(says('other-schema', { name, version: schemaVersion }));
  if (!ok) throw notComparable(says('result-of-failure', { name }));
  const known = COMPARED.find((one) => one === command);
  if (known === undefined)
    throw notComparable(says('result-not-compared', { name, command: safeText(command.slice(0, 40)), known: COMPARED }));
  return { name, command: known, envelope: parsed.data };
}

/** Editors on Windows write it. */
const BYTE_ORDER_MARK = /^\ufeff/;

function jsonOf(text: string, name: string): unknown {
  try {
    return parseBoundedJson(text.replace(BYTE_ORDER_MARK, ''), OWN_JSON);
  } catch (error) {
    throw usageError(says('result-no-json', { name, beyond: error instanceof RangeError ? error.message : null }));
  }
}

/** Throws a MeterError of one sentence if the two cannot be compared. */
export function comparedResults(before: Result, after: Result): DiffData {
  if (before.command !== after.command) throw notComparable(says('results-of-two-verbs', { before, after }));
  switch (before.command) {
    case 'audit':
      return compared(before, after, shapes.audit, comparedAudits, ({ profiles, clock, source }) => ({
        of: source.snapshots.map(({ name }) => name),
        at: clock.now,
        applications: profiles.map(({ name, version, upTo }) => ({ name, from: version, to: upTo })),
      }));
    case 'estimate':
      return compared(before, after, shapes.estimate, comparedEstimates, ({ profile, workload }) => ({
        of: [workload.from ?? []].flat(),
        at: null,
        applications: [
          { name: profile.name, from: profile.releases?.from ?? profile.version, to: profile.releases?.to ?? profile.version },
        ],
      }));
    case 'usage':
      return compared(before, after, shapes.usage, comparedUsage, ({ application: { name, version, upTo }, clock, source }) => ({
        of: source.files,
        at: clock.now,
        applications: [{ name, from: version, to: upTo }],
      }));
    case 'fix-consistency':
      return compared(before, after, shapes.consistency, comparedChecks, ({ profiles, clock, source }) => ({
        of: source.files,
        at: clock.now,
        applications: profiles.map(({ name, version, upTo }) => ({ name, from: version, to: upTo })),
      }));
    case 'limits':
      return compared(
        before,
        after,
        shapes.limits,
        comparedLimits,
        ({ application: { name, version, upTo }, clock, source }) => ({
          of: source.files,
          at: clock.now,
          applications: [{ name, from: version, to: upTo }],
        }),
      );
    case 'limiters':
      return compared(before, after, shapes.limiters, comparedLimiters, ({ applications, now, source }) => ({
        of: source.files,
        at: now,
        applications: applications.map(({ name, version, upTo }) => ({ name, from: version, to: upTo })),
      }));
    case 'doctor':
      return compared(before, after, shapes.doctor, comparedDoctors, ({ applications, now }) => ({
        of: [],
        at: now,
        applications: applications.map(({ name, version, upTo }) => ({ name, from: version, to: upTo })),
      }));
  }
}

type Facts = Pick<DiffSide, 'at' | 'applications'> & { of: readonly string[] };

function compared<Data>(
  before: Result,
  after: Result,
  shape: z.ZodType<Data>,
  compare: (before: Side<Data>, after: Side<Data>) => Omit<DiffData, 'of' | 'before' | 'after'>,
  factsOf: (data: Data) => Facts,
): DiffData {
  const sides = [before, after].map((result) => sideOf(result, shape, factsOf)) as [Side<Data>, Side<Data>];
  const [one, other] = sides;
  return { of: before.command, before: one.side, after: other.side, ...compare(one, other) };
}

/** The place of the fault, and the fault if it is one of the limits. */
function whyOf({ code, path, ...issue }: z.core.$ZodIssue) {
  const place = safeText(path.map(String).join('.')).slice(0, 80);
  if (code === 'custom') return { place, why: 'row-twice' } as const;
  if (code !== 'too_big') return { place, why: 'here' } as const;
  const isList = 'origin' in issue && issue.origin === 'array';
  return { place, why: isList ? { rows: shapes.MOST_ROWS } : 'number' } as const;
}

function sideOf<Data>({ name, command, envelope }: Result, shape: z.ZodType<Data>, factsOf: (data: Data) => Facts): Side<Data> {
  const parsed = shape.safeParse(envelope.data);
  if (!parsed.success) throw notComparable(says('other-shape', { name, command, ...whyOf(parsed.error.issues[0]!) }));
  const { of, ...facts } = factsOf(parsed.data);
  const named = envelope.target?.name ?? (of.length === 0 ? null : of.join(', '));
  return { side: { name, of: named, ...facts }, target: envelope.target, data: parsed.data };
}
