/** Counts what a plan would change, family by family. */
import type { Identity } from '../../audit/identity.js';
import { printable } from '../../format/terminal.js';
import type { CompiledFamily } from '../../profile/classify.js';
import type { Listing } from '../../profile/listing.js';
import type { PlanFamily } from '../plan/model.js';
import type { Candidate, Spared } from '../plan/candidates.js';
import { IndexCost, type MeanMembers } from '../indexes/cost.js';
import { protection, ProtectedCount, type ProtectedRow, type Protection } from '../plan/protected.js';
import type { KeyFate } from '../plan/selection.js';
import type { PlanNotice } from '../notices.js';

const SAMPLES = 3;
/** Commands that open the connections of a run, check its rights and note it; more if it trims. Measured, like the next ones. */
const PER_RUN = 45;
const TO_TRIM = 5;
/** Commands for each key: DUMP and PTTL. */
const PER_KEY = 2;
/** Names that are read together, after TIME, and keys per script. */
const [NAMES_TOGETHER, KEYS_TOGETHER] = [512, 32];
/** Commands for each list or stream, and for each round of trimmed elements. */
const PER_TRIM = 2;
const PER_ROUND = 4;
const TRIMMED_AT_ONCE = 100;

interface Counted {
  compiled: CompiledFamily;
  action: KeyFate;
  keys: number;
  /** `null`: whole keys, or not counted. */
  elements: number | null;
  /** Trimmed elements as a fraction of keys, added up; `null`: unknown for some key. */
  trimmed: number | null;
  oldest: string | null;
  newest: string | null;
  samples: string[];
  names: string[];
}

type Reason = Spared | 'in-use' | 'other-type' | 'grouped';

const PROTECTIONS: Record<Exclude<Reason, 'kept'>, Protection> = {
  open: protection('open-period'),
  young: protection('too-young'),
  undated: protection('no-period'),
  ambiguous: protection('two-applications'),
  protected: protection('built-in-profile'),
  'in-use': protection('in-use'),
  'other-type': protection('other-type'),
  grouped: protection('consumer-groups'),
};

interface Part {
  elements: number | null;
  /** Share of the key's elements. */
  share: number | null;
}

const WHOLE: Part = { elements: null, share: 0 };

export class PlanCount {
  /** Keys of the whole database. */
  seen = 0;
  /** Notes about single keys. */
  readonly notes: PlanNotice[] = [];
  readonly #rows = new Map<string, Counted>();
  readonly #spared = new ProtectedCount();

  readonly #indexes: IndexCost;

  /** `byOwner`: indexes that lose only members of owners that no longer exist. */
  constructor(
    private readonly listKeys: boolean,
    byOwner: readonly Listing[],
  ) {
    this.#indexes = new IndexCost(byOwner);
  }

  /** Number of index keys to update. */
  get indexes(): number {
    return this.#indexes.count;
  }

  get indexCalls(): number {
    return this.#indexes.calls;
  }

  lookAfter(listing: Listing): void {
    this.#indexes.take(listing);
  }

  /** Number of keys to change. */
  get keys(): number {
    return [...this.#rows.values()].reduce((sum, { keys }) => sum + keys, 0);
  }

  /** `part`: the part of a list or stream that is removed. */
  take({ name, compiled, action, period }: Candidate, part: Part = WHOLE): void {
    const id = `${compiled.profile.name}/${compiled.family.id}/${action}`;
    const row = this.#rows.get(id) ?? emptyRow(compiled, action);
    this.#rows.set(id, row);
    row.keys++;
    if (action === 'delete') this.#indexes.gone(compiled, name);
    if (part.elements !== null) row.elements = (row.elements ?? 0) + part.elements;
    row.trimmed = row.trimmed === null || part.share === null ? null : row.trimmed + part.share;
    if (row.samples.length < SAMPLES) row.samples.push(name);
    if (this.listKeys) row.names.push(name);
    if (period === null) return;
    if (row.oldest === null || period.text < row.oldest) row.oldest = period.text;
    if (row.newest === null || period.text > row.newest) row.newest = period.text;
  }

  spare({ family }: CompiledFamily, reason: Reason): void {
    const why: Protection =
      reason === 'kept' ? { code: 'needed-period', params: { keep: family.keep ?? null } } : PROTECTIONS[reason];
    this.#spared.add(family.id, why);
  }

  /** Families with most keys first. `meanBytes`: mean bytes of a key of this profile and family. */
  families(meanBytes: (profile: string, family: string) => number | null, identity: Identity): PlanFamily[] {
    return [...this.#rows.values()]
      .sort((a, b) => b.keys - a.keys)
      .map(({ compiled, action, keys, elements, trimmed, oldest, newest, samples, names }) => {
        const mean = meanBytes(compiled.profile.name, compiled.family.id);
        // The memory that a shorter TTL frees is not known in advance.
        const freed = action === 'delete' ? keys : action === 'trim' ? trimmed : 0;
        const bytes = freed === 0 ? 0 : freed === null || mean === null ? null : Math.round(mean * freed);
        return {
          id: compiled.family.id,
          profile: compiled.profile.name,
          pattern: printable(compiled.family.pattern),
          action,
          keys,
          elements,
          bytes,
          periods: oldest === null || newest === null ? null : { oldest: printable(oldest), newest: printable(newest) },
          breaks: compiled.family.breaks,
          harmless: compiled.family.harmless === true,
          samples: samples.map((name) => identity.key(name, compiled)),
          ...(this.listKeys && { names: names.map((name) => Buffer.from(name, 'latin1').toString('base64')) }),
        };
      });
  }

  protected(): ProtectedRow[] {
    return this.#spared.rows();
  }

  /** Approximate number of commands for carrying out the plan, without the scan and without commands that scripts call. */
  commands(meanMembers: MeanMembers): number {
    const rows = [...this.#rows.values()];
    const trims = rows.filter(({ action }) => action === 'trim');
    const keys = this.keys - trims.reduce((sum, row) => sum + row.keys, 0);
    const batches = Math.ceil((keys + this.indexes) / NAMES_TOGETHER);
    const scripts = batches * Math.ceil(keys / Math.max(1, batches) / KEYS_TOGETHER);
    const trimmed = trims.reduce(
      (sum, row) => sum + row.keys * PER_TRIM + Math.ceil((row.elements ?? 0) / TRIMMED_AT_ONCE) * PER_ROUND,
      trims.length > 0 ? TO_TRIM : 0,
    );
    if (rows.length === 0 && this.indexes === 0) return 0;
    return PER_RUN + keys * PER_KEY + batches + scripts + this.#indexes.commands(meanMembers) + trimmed;
  }
}

const emptyRow = (compiled: CompiledFamily, action: KeyFate): Counted => ({
  compiled,
  action,
  keys: 0,
  elements: null,
  trimmed: 0,
  oldest: null,
  newest: null,
  samples: [],
  names: [],
});
