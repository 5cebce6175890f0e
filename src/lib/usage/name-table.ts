/** The existing keys that a report needs, by entity and period. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { keySegments, slotText } from '../profile/pattern.js';
import { periodStart } from '../profile/period.js';
import { startOf, type TimeGrain } from './calendar.js';
import type { Step } from './plan.js';
import type { Ids, Source } from './sources.js';

/** Maximum number of cycles that are remembered whose names are not dates. */
const MOST_CYCLES = 1_000;

/** What is needed from one family. */
interface Want {
  source: Source;
  /** Ids with a key, by period. */
  periods: Map<string, Set<Ids>>;
  /** Ids with a key in a part of a coarser period, by its local start. */
  parts: Map<number, Set<Ids>>;
  coarse: TimeGrain | null;
}

export class NameTable {
  readonly #profile: CompiledProfile;
  readonly #wants = new Map<CompiledFamily, Want>();
  readonly #entities = new Map<CompiledFamily, Set<string>>();
  /** Equal ids are one object. */
  readonly #known = new Map<string, Ids>();
  /** Billing cycles that are not days, of sources that are read. */
  readonly cycles = new Set<string>();

  /** `entities`: families whose ids are all listed. */
  constructor(profile: CompiledProfile, steps: readonly Step[], entities: readonly CompiledFamily[]) {
    this.#profile = profile;
    for (const family of entities) this.#entities.set(family, new Set());
    for (const { source, period, segment, finer } of steps) {
      this.#want(source).periods.set(period, new Set());
      if (finer === null || segment === null) continue;
      const want = this.#want(finer);
      want.coarse = segment.grain;
      want.parts.set(segment.from, new Set());
    }
  }

  /** Notes a key once, even if it is returned several times. Ignores names that are not needed. */
  take(name: string): void {
    const segments = keySegments(name);
    const family = this.#profile.match(segments);
    if (!family) return;
    const [slot] = family.slots;
    if (slot) this.#entities.get(family)?.add(slotText(slot, segments));
    const want = this.#wants.get(family);
    if (!want) return;
    const { periodSlot } = want.source;
    const period = periodSlot === null ? '' : slotText(periodSlot, segments);
    const start = periodSlot === null ? null : periodStart(periodSlot.placeholder.kind, period, 0);
    want.periods.get(period)?.add(this.#idsIn(want.source, segments));
    if (want.source.hasCycles && !IS_DATE.test(period) && this.cycles.size < MOST_CYCLES) this.cycles.add(period);
    if (want.coarse === null || start === null) return;
    want.parts.get(startOf(want.coarse, start))?.add(this.#idsIn(want.source, segments));
  }

  /** Ids with a key of this step. */
  idsOf({ source, period }: Step): ReadonlySet<Ids> {
    return this.#wants.get(source.compiled)?.periods.get(period) ?? NOBODY;
  }

  /** Ids without a key of this step, but with one for a part of its period. */
  idsInParts(step: Step): Ids[] {
    const { finer, segment } = step;
    const parts = finer && segment ? this.#wants.get(finer.compiled)?.parts.get(segment.from) : undefined;
    if (!parts || parts.size === 0) return [];
    const whole = this.idsOf(step);
    return [...parts].filter((ids) => !whole.has(ids));
  }

  has(step: Step, ids: Ids): boolean {
    return this.idsOf(step).has(this.#known.get(ids.join('\0')) ?? ids);
  }

  entityIds(family: CompiledFamily): ReadonlySet<string> {
    return this.#entities.get(family) ?? NO_IDS;
  }

  #want(source: Source): Want {
    const known = this.#wants.get(source.compiled) ?? { source, periods: new Map(), parts: new Map(), coarse: null };
    this.#wants.set(source.compiled, known);
    return known;
  }

  #idsIn({ idSlots }: Source, segments: readonly string[]): Ids {
    const ids = idSlots.map((slot) => slotText(slot, segments));
    const key = ids.join('\0');
    const known = this.#known.get(key) ?? ids;
    this.#known.set(key, known);
    return known;
  }
}

const NOBODY: ReadonlySet<Ids> = new Set();
const NO_IDS: ReadonlySet<string> = new Set();
const IS_DATE = /^\d{4}-\d\d-\d\d$/;
