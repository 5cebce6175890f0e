/** The limiters of the applications that are here, ready to be read. */
import type { RuleSetting, Settings } from './settings.js';
import { settingOf } from './settings.js';
import type { CompiledFamily, CompiledProfile } from '../../profile/classify.js';
import type { Limiter, LimiterRule } from '../../profile/limiters.js';
import type { Limit, LimitUnit } from '../../profile/limits.js';
import { fillPattern, keySegments, patternFiller, slotText, type Slot } from '../../profile/pattern.js';
import { coverage, type Releases } from '../../profile/version.js';

/** An application, and the releases that the data show. */
export interface Present {
  compiled: CompiledProfile;
  releases: Releases;
}

export interface ReadyLimiter {
  profile: CompiledProfile;
  limiter: Limiter;
  family: CompiledFamily;
  subject: Slot;
  /** The slot of the mark; `null`: one rule for all keys. */
  mark: Slot | null;
  /** For windows whose start is another key: its name. */
  startOf: ((name: string) => string) | null;
}

/** One rule of a limiter. */
export interface ReadyRule {
  ready: ReadyLimiter;
  rule: LimiterRule;
  setting: RuleSetting;
  unit: LimitUnit;
  /** Where each subject's own limit is. */
  own: OwnLimit | null;
}

export interface OwnLimit {
  limit: Limit;
  /** The hash of a subject. */
  nameOf: (id: string) => string;
  /** Fields that are read: the limit, the length of its window, and what makes the application ignore it. */
  fields: readonly string[];
}

/** Of limiters with the same id, the one of the deployed release. */
export function readyLimiters({ compiled, releases }: Present): ReadyLimiter[] {
  const all = compiled.profile.limiters ?? [];
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const own = all.filter((limiter) => limiter.id === id);
    const limiter = own.find(({ since, until }) => coverage(since, until, releases) === 'all') ?? own[0]!;
    return readyOf(compiled, limiter) ?? [];
  });
}

function readyOf(profile: CompiledProfile, limiter: Limiter): ReadyLimiter | null {
  const family = profile.families.find((each) => each.family.id === limiter.family);
  const subject = family?.slots.find(({ name }) => name === limiter.subject);
  if (!family || !subject) return null;
  const mark = family.slots.find(({ name }) => name === limiter.mark) ?? null;
  return { profile, limiter, family, subject, mark, startOf: startIn(profile, family, limiter) };
}

function startIn(profile: CompiledProfile, { slots }: CompiledFamily, { counting }: Limiter): ReadyLimiter['startOf'] {
  if (counting.kind !== 'started-window') return null;
  const start = profile.families.find(({ family }) => family.id === counting.start);
  if (!start) return null;
  return (name) => {
    const segments = keySegments(name);
    return fillPattern(start.family.pattern, Object.fromEntries(slots.map((slot) => [slot.name, slotText(slot, segments)])));
  };
}

/** Texts of marks that are told apart. The others are one rule, because names are untrusted. */
const MOST_MARKS = 100;
const OTHER_MARKS = 'others';

/** Rules by the text of their mark; a text that no rule names is a limit of unknown size. */
export class Rules {
  readonly #settings: Settings;
  readonly #known = new Map<ReadyLimiter, Map<string, ReadyRule>>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  of(ready: ReadyLimiter, mark: string): ReadyRule {
    const own = this.#known.get(ready) ?? new Map<string, ReadyRule>();
    this.#known.set(ready, own);
    const known = own.get(mark);
    if (known) return known;
    const isNamed = ready.mark === null || ready.limiter.rules.some((rule) => rule.mark === mark);
    const text = isNamed || own.size < MOST_MARKS ? mark : OTHER_MARKS;
    const rule = own.get(text) ?? this.#ruleOf(ready, text);
    own.set(text, rule);
    return rule;
  }

  #ruleOf(ready: ReadyLimiter, mark: string): ReadyRule {
    const { rules } = ready.limiter;
    const found = ready.mark === null ? rules[0] : rules.find((rule) => rule.mark === mark);
    const rule = found ?? { name: mark, title: `requests with the mark ${mark}`, mark };
    const own = ownLimit(ready.profile, rule);
    const setting = settingOf(rule, this.#settings);
    return { ready, rule, setting, unit: own?.unit ?? 'requests', own };
  }
}

function ownLimit({ profile, families }: CompiledProfile, { limit: id }: LimiterRule): (OwnLimit & { unit: LimitUnit }) | null {
  const limit = profile.limits?.list.findLast((each) => each.id === id);
  const hash = families.find(({ family }) => family.id === limit?.family);
  const [slot] = hash?.slots ?? [];
  if (!limit || !hash || !slot) return null;
  const fill = patternFiller(hash.family.pattern);
  const { field, needs, unless, period } = limit;
  const minutes = period.kind === 'window' ? period.minutes : undefined;
  const fields = [field, needs, unless, minutes].filter((name) => name !== undefined);
  const unit = { ...hash.family.fields, ...hash.family.optionalFields }[field];
  return {
    limit,
    nameOf: (text) => fill({ [slot.name]: text }),
    fields: [...new Set(fields)],
    unit: (unit ?? 'count') as LimitUnit,
  };
}
