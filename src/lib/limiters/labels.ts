/** How those who are limited may be shown. */
import { Entities, shownId } from '../usage/entities.js';
import type { Label } from '../usage/model.js';
import { Shower } from '../usage/show.js';
import { sourcesOf } from '../usage/sources.js';
import type { Read } from './input.js';
import type { LimitedRow } from './model.js';
import type { LimiterKey } from './read-key.js';
import type { ReadyLimiter } from '../audit/limiters/ready.js';

export class Labels {
  readonly #read: Read;
  readonly #known = new Map<ReadyLimiter, Map<string, Label>>();

  constructor(read: Read) {
    this.#read = read;
  }

  async load(keys: readonly LimiterKey[]): Promise<void> {
    const { showIds, store, onLabel } = this.#read;
    for (const ready of new Set(keys.map(({ rule }) => rule.ready))) {
      const ids = [...new Set(keys.filter(({ rule }) => rule.ready === ready).map(({ id }) => id))];
      const { dimension, redact = 'none' } = ready.subject.placeholder;
      const kinds = ready.profile.profile.figures?.entities ?? [];
      if (dimension !== undefined && kinds.some((kind) => kind.dimension === dimension)) {
        const entities = new Entities(ready.profile, sourcesOf(ready.profile), store);
        const shower = new Shower(entities, kinds, { showIds, anonymous: false, utcOffset: 0, onLabel });
        this.#known.set(ready, await shower.labels(dimension, ids));
      } else {
        this.#known.set(ready, new Map(ids.map((id) => [id, { id: shownId(id, redact, showIds), name: null, gone: false }])));
      }
    }
  }

  of({ rule: { ready, rule }, id }: LimiterKey): Pick<LimitedRow, 'application' | 'rule' | 'word' | 'subject'> {
    return {
      application: ready.profile.profile.name,
      rule: rule.name,
      word: wordOf(ready),
      subject: this.#known.get(ready)?.get(id) ?? { id: null, name: null, gone: false },
    };
  }

  /** One text. */
  textOf(key: LimiterKey): string {
    const { subject } = this.of(key);
    return subject.name ?? subject.id ?? '';
  }
}

/** The kind of those who are limited. */
function wordOf({ profile, subject: { name, placeholder } }: ReadyLimiter): string {
  const entity = profile.profile.figures?.entities.find(({ dimension }) => dimension === placeholder.dimension);
  return entity?.word ?? placeholder.dimension ?? (placeholder.kind === 'ip' ? 'address' : name);
}
