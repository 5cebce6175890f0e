/** A limit that is watched, with plain figures. */
import type { Measured } from '../../../src/lib/alerts/model.js';
import { USUAL_THRESHOLDS, type Threshold } from '../../../src/lib/alerts/thresholds.js';
import { keyOf, type Watched } from '../../../src/lib/alerts/watched.js';
import { whole } from '../../../src/lib/format/decimal.js';

export interface Figures {
  /** `null`: not known. */
  used: number | null;
  allowed: number;
  since: string | null;
}

export function watchedLimit(
  name: string,
  { used, allowed, since }: Figures,
  thresholds: readonly Threshold[] = USUAL_THRESHOLDS,
): Watched {
  const measured: Measured = {
    kind: 'limit',
    rule: 'daily-cost',
    title: 'daily cost',
    word: 'key',
    subject: { id: name, name, gone: false },
    unit: 'usd',
    period: 'day',
    allowed: String(allowed),
    used: used === null ? null : String(used),
    share: used === null ? null : used / allowed,
    remaining: used === null ? null : String(Math.max(0, allowed - used)),
    since,
    resetsAt: null,
    reachedAt: null,
    by: 'relay',
  };
  const amounts = used === null ? null : { used: whole(BigInt(used)), allowed: whole(BigInt(allowed)) };
  return { key: keyOf(name), measured, amounts, thresholds };
}
