/** Compares limits and budgets with their thresholds. */
import { chosenApplication } from '../usage/application.js';
import type { Label, UsageData, UsageNote } from '../usage/model.js';
import type { OpenedKeys, ReadingOptions } from '../usage/reading.js';
import { readLimits } from '../limits/limits.js';
import type { LimitsData } from '../limits/model.js';
import type { Budget } from './budgets.js';
import type { AlertsData } from './model.js';
import type { Threshold } from './thresholds.js';
import type { Watched } from './watched.js';
import { watchedBudgets } from './watched-budgets.js';
import { unreadableLimits, watchedLimits, underWayOf } from './watched-limits.js';

export interface AlertsAsked {
  /** Only limits of these owners: names or ids; empty: of all. Budgets name their own. */
  owners: readonly string[];
  /** Only these limits, by id; empty: all but those of requests under way. `null`: no limits, only budgets. */
  limits: readonly string[] | null;
  budgets: readonly Budget[];
  /** Ascending. */
  thresholds: readonly Threshold[];
  /** Thresholds of single limits, by id. */
  ofLimit: ReadonlyMap<string, readonly Threshold[]>;
  /** A billing cycle, as the application names it; `null`: that of today. */
  cycle: string | null;
  /** 1 Monday to 7 Sunday. */
  weekStart: number;
}

export interface AlertsOptions extends ReadingOptions {
  asked: AlertsAsked;
}

export type AlertsInput = Omit<AlertsOptions, 'profiles' | 'profilesAsked' | 'database' | 'offset'> & OpenedKeys;

/** What was read, before anything that was seen earlier is taken into account. */
export interface AlertsRead extends Omit<AlertsData, 'alerts'> {
  watched: Watched[];
  /** Keys of limits that cannot be read. */
  unreadable: string[];
}

/** Throws a MeterError: exit 2 for an unknown owner or limit, 4 where the application has neither limits nor usage in Redis. */
export async function readAlerts(input: AlertsInput): Promise<AlertsRead> {
  const { asked, recognised } = input;
  const hasLimits = recognised.profiles.some(({ compiled: { profile } }) => profile.limits !== undefined);
  const withLimits = asked.limits !== null && (hasLimits || asked.budgets.length === 0);
  const { chosen } = chosenApplication(recognised, withLimits ? 'limits' : 'figures');
  const own = { ...input, recognised: { ...recognised, profiles: [chosen] } };
  const { utcOffset } = recognised.offset;
  const ids = new Map<Label, string>();
  const limits = withLimits
    ? await readLimits({
        ...input,
        asked: { owners: asked.owners, near: null, cycle: asked.cycle },
        onLabel: (label, id) => ids.set(label, id),
      })
    : null;
  const { thresholds, ofLimit, cycle } = asked;
  const ofLimits = limits === null ? [] : watchedLimits(limits, { ids, thresholds, ofLimit, only: asked.limits ?? [], cycle });
  const unreadable = limits === null ? [] : unreadableLimits(limits, { ids, only: asked.limits ?? [], cycle });
  const budgets = await watchedBudgets(
    asked.budgets,
    { ...own, weekStart: asked.weekStart },
    {
      entities: chosen.compiled.profile.figures!.entities,
      thresholds,
      utcOffset,
    },
  );
  const all: readonly (LimitsData | UsageData)[] = [...(limits ? [limits] : []), ...budgets.data];
  const [first] = all;
  const watched = [...ofLimits, ...budgets.watched];
  return {
    application: first!.application,
    clock: first!.clock,
    owners: limits?.owners ?? [],
    thresholds: [...thresholds],
    ofLimits: (limits?.kinds ?? []).flatMap(({ id, title }) => {
      const some = ofLimit.get(id);
      return some ? [{ rule: id, title, thresholds: [...some] }] : [];
    }),
    compared: { limits: ofLimits.length, budgets: budgets.watched.length },
    unknown: unknownOf(watched, unreadable),
    underWay: limits === null ? 0 : underWayOf(limits, asked.limits ?? []),
    closed: limits?.closed.length ?? 0,
    notes: (limits?.notes ?? []).filter(({ code }) => SAID.has(code)),
    budgetNotes: withoutRepeats(budgets.data.flatMap(({ notes }) => notes)),
    source: {
      kind: input.kind,
      files: [...input.files],
      names: all.some(({ source }) => source.names === 'indexes') ? 'indexes' : 'names',
      partial: all.map(({ source }) => source.partial).find((partial) => partial !== null) ?? null,
      keys: budgets.data.reduce((sum, { source }) => sum + source.keys, 0),
    },
    watched,
    unreadable: unreadable.map(({ key }) => key),
  };
}

/** Each once, although what was watched may be unreadable. */
function unknownOf(watched: readonly Watched[], unreadable: ReturnType<typeof unreadableLimits>): AlertsData['unknown'] {
  const unknown = new Map(unreadable.map((each) => [each.key, each.unknown]));
  for (const { key, amounts, measured } of watched) {
    const { kind, rule, title, word, subject, unit, period } = measured;
    if (amounts === null) unknown.set(key, { kind, rule, title, word, subject, unit, period });
  }
  return [...unknown.values()];
}

/** Notes of limits that change what an alert means. */
const SAID: ReadonlySet<string> = new Set([
  'assumed-release',
  'assumed-offset',
  'other-applications',
  'not-carried',
  'not-stored',
  'lowered',
]);

const withoutRepeats = (notes: readonly UsageNote[]): UsageNote[] => [
  ...new Map(notes.filter(({ code }) => code !== 'assumed-offset').map((note) => [JSON.stringify(note), note])).values(),
];
