/** Conditions on a difference that end a command with exit code 3. */
import { SEVERITIES, type Severity } from '../audit/severity.js';
import type { DiffData, DiffTotal } from './model.js';

export type Condition =
  /** `total`: an id; `null`: any that is of the data themselves. `share`: 0.1 for 10 %. */
  | { kind: 'growth'; total: string | null; share: number }
  /** `least`: the lowest severity; `null`: any finding, and any difference. */
  | { kind: 'new-findings'; least: Severity | null };

/** Figures of the whole whose growth is growth of the data, of their load or of their faults. */
const GROWING: Readonly<Record<DiffData['of'], readonly string[] | null>> = {
  audit: ['keys', 'bytes'],
  estimate: ['sent-per-request', 'sent-per-day', 'billed-per-day', 'cost-per-month'],
  usage: null,
  'fix-consistency': ['differences'],
  limits: ['reached'],
  limiters: ['keys', 'permanent'],
  doctor: ['fail', 'warn'],
};

const CONDITION = /^([a-z][a-z0-9-]{0,30})(?:=(.{1,20}))?$/;
const PERCENT = /^(\d{1,6}(?:\.\d{1,6})?) ?%$/;

/** `growth=10%`, `keys=10%`, `new-findings`, `new-findings=high`. `null`: it is none of these. */
export function parseCondition(text: string): Condition | null {
  const [, name = '', value] = CONDITION.exec(text) ?? [];
  if (name === 'new-findings') {
    if (value === undefined) return { kind: 'new-findings', least: null };
    const least = SEVERITIES.find((severity) => severity === value);
    return least === undefined ? null : { kind: 'new-findings', least };
  }
  const percent = PERCENT.exec(value ?? '')?.[1];
  if (name === '' || percent === undefined) return null;
  return { kind: 'growth', total: name === 'growth' ? null : name, share: Number(percent) / 100 };
}

/** Ids that a condition may name, but that this difference does not have. */
export const unknownTotals = ({ totals }: DiffData, conditions: readonly Condition[]): string[] =>
  conditions.flatMap((condition) =>
    condition.kind === 'growth' && condition.total !== null && !totals.some(({ id }) => id === condition.total)
      ? [condition.total]
      : [],
  );

export const isMet = (data: DiffData, conditions: readonly Condition[]): boolean =>
  conditions.some((condition) =>
    condition.kind === 'growth' ? data.totals.some((total) => hasGrown(data, total, condition)) : hasNew(data, condition.least),
  );

/** Only growth that is certain counts. Whatever was 0 has grown by more than any share. */
function hasGrown({ of }: DiffData, total: DiffTotal, { total: asked, share }: Condition & { kind: 'growth' }): boolean {
  const known = GROWING[of];
  const isAsked = asked === null ? known === null || known.includes(total.id) : asked === total.id;
  if (!isAsked || !total.counts || Number(total.change) <= 0) return false;
  return total.share === null || total.share >= share;
}

const hasNew = ({ findings }: DiffData, least: Severity | null): boolean =>
  (findings?.new ?? []).some(
    ({ severity }) => least === null || (severity !== null && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least)),
  );
