/** Checks keys given as plain values, without a server. */
import { NO_STATE } from '../../src/lib/recognise/state-note.js';
import { check, type Checked } from '../../src/lib/consistency/check.js';
import { compileRelations } from '../../src/lib/consistency/compile-relations.js';
import type { Finding } from '../../src/lib/consistency/finding.js';
import type { KeyReading, KeyValue } from '../../src/lib/consistency/key-value.js';
import { PlanFinder, type KeySource, type Question, type Visitor } from '../../src/lib/consistency/source.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import { BASE, UTC_OFFSET } from './clock.js';

/** By name: the text of a string, the fields of a hash, or the members of a set. */
export type Held = ReadonlyMap<string, string | Readonly<Record<string, string>> | readonly string[]>;

class HeldKeys implements KeySource {
  readonly still = true;
  readonly partial = null;
  /** Maximum keys asked for at once. */
  mostRead = 0;

  constructor(
    private readonly held: Held,
    private readonly finder: PlanFinder,
  ) {}

  async scan(visitor: Visitor): Promise<void> {
    for (const name of this.held.keys()) {
      const found = this.finder.find(name);
      if (found?.plan) visitor.key(found.plan, this.#reading(name, found.plan.readsValue), found.segments);
    }
  }

  async names(visit: Parameters<KeySource['names']>[0]): Promise<void> {
    for (const name of this.held.keys()) {
      const found = this.finder.find(name);
      if (found?.plan) visit(found.plan, 0, name, found.segments);
    }
  }

  async read(questions: readonly (readonly Question[])[]): Promise<KeyReading[][]> {
    const asked = questions.reduce((sum, group) => sum + group.length, 0);
    this.mostRead = Math.max(this.mostRead, asked);
    return questions.map((group) => group.map(({ name, value }) => this.#reading(name, value)));
  }

  async state() {
    return NO_STATE;
  }

  #reading(name: string, asked: boolean): KeyReading {
    const found = this.held.get(name);
    const value: KeyValue = found === undefined ? null : asked ? plain(found) : '';
    return { db: 0, name, value, ttlMs: null };
  }
}

function plain(value: NonNullable<ReturnType<Held['get']>>): KeyValue {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? (value as readonly string[]) : Object.entries(value).flat();
}

export interface HeldChecked extends Checked {
  findings: Finding[];
  /** Maximum keys read again at once. */
  mostRead: number;
}

/** Checks these invariants of claude-relay-service. `since`: only periods that start then or later. */
export async function checkHeld(
  held: Held,
  invariants: readonly string[],
  { since = null, allowLower = false }: { since?: Date | null; allowLower?: boolean } = {},
): Promise<HeldChecked> {
  const profiles = [compileProfile(await loadProfile('claude-relay-service'))];
  const plans = compileRelations(profiles, { invariants, families: [] });
  const source = new HeldKeys(held, new PlanFinder(profiles, plans.families));
  const checked = await check(source, {
    plans,
    now: BASE,
    utcOffset: UTC_OFFSET,
    families: [],
    owner: null,
    since,
    allowLower,
    maxBytes: 2 ** 24,
    onProgress: () => {},
  });
  return { ...checked, mostRead: source.mostRead, findings: checked.counts.flatMap(({ findings }) => findings) };
}
