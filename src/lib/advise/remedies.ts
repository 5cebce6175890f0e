/** The remedies, each with what it saves alone. */
import { formatCounted } from '../format/number.js';
import { shellQuote } from '../format/shell.js';
import { formatMoney } from '../format/money.js';
import type { RemedyRow } from './model.js';
import { estimateNow } from '../estimate/estimate.js';
import type { Family } from '../profile/types.js';
import type { SwitchLoad } from '../estimate/model.js';
import type { AdviseInput } from './advise-input.js';
import { savedBy, type LoadNow } from './load.js';
import type { ChangedFamily } from './look.js';
import { lastsUntilWritten, type Prune } from './prunes.js';
import type { Rollup } from './rollups.js';

/** The provider's cheapest plan, if the provider is known. */
export function planRemedies({ isProviderKnown }: AdviseInput, { row }: LoadNow): RemedyRow[] {
  const best = row.cheapest;
  if (!isProviderKnown || best === null || row.monthlyCost === null || best.monthlyCost >= row.monthlyCost) return [];
  return [
    {
      id: 'plan',
      title: `take the plan ${best.plan} (${formatMoney(best.monthlyCost)} a month)`,
      effort: 'plan',
      saves: savedBy(row, { wirePerDay: row.wirePerDay, monthlyCost: best.monthlyCost }, null),
      keys: null,
      keysHow: 'counted',
      risk: 'None for the data, as long as they fit. If it is the plan already, nothing is saved.',
      lasts: null,
      loses: [],
      command: null,
    },
  ];
}

/** What `meter prune` would do, if anything. */
export const pruneRemedies = (input: AdviseInput, now: LoadNow): RemedyRow[] =>
  [...input.prunes].map(([prune, rows]) => pruneRemedy(input, now, prune, rows));

function pruneRemedy(input: AdviseInput, now: LoadNow, prune: Prune, rows: readonly ChangedFamily[]): RemedyRow {
  const effect = effectOf(input, now, rows);
  return {
    id: `prune-${prune.id}`,
    title: prune.title,
    effort: 'command',
    ...effect,
    keysHow: 'counted',
    risk: `meter restore undoes it exactly: the removed data of ${formatCounted(effect.keys, 'key', 'keys')} is archived first.`,
    lasts: prune.lasts(familiesOf(input, rows)),
    command: `meter prune ${prune.flags}${input.target}`,
  };
}

const familiesOf = ({ estimate: { profile } }: AdviseInput, rows: readonly ChangedFamily[]): Family[] =>
  profile.families.filter(({ id }) => rows.some((row) => row.id === id));

/** What `meter migrate --rollup` would do with `--prune`, if anything. */
export const rollupRemedies = (input: AdviseInput, now: LoadNow): RemedyRow[] =>
  [...input.rollups].map(([rollup, rows]) => rollupRemedy(input, now, rollup, rows));

function rollupRemedy(input: AdviseInput, now: LoadNow, rollup: Rollup, rows: readonly ChangedFamily[]): RemedyRow {
  const effect = effectOf(input, now, rows);
  return {
    id: `rollup-${rollup.id}`,
    title: rollup.title,
    effort: 'command',
    ...effect,
    keysHow: 'at-most',
    risk: `Removes at most ${formatCounted(effect.keys, 'key', 'keys')}: those whose sums do not hold stay. meter restore undoes it exactly.`,
    lasts: lastsUntilWritten(familiesOf(input, rows)),
    command: `meter migrate --rollup ${rollup.words.join(':')} --prune${input.target}`,
  };
}

/** What a change of these keys saves, and what is lost with them. */
function effectOf(
  { estimate }: AdviseInput,
  now: LoadNow,
  rows: readonly ChangedFamily[],
): { saves: RemedyRow['saves']; keys: number; loses: string[] } {
  const keys = rows.reduce((sum, row) => sum + row.keys, 0);
  const known = rows.flatMap(({ bytes }) => bytes ?? []);
  const bytes = known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0);
  // Trimmed lists remain; keys that get a TTL are removed later.
  const removed = rows.reduce((sum, row) => sum + (row.action === 'trim' ? 0 : row.keys), 0);
  const { workload, dataBytes } = estimate;
  const then = estimateNow({
    ...estimate,
    workload: { ...workload, keys: Math.max(0, workload.keys - removed) },
    dataBytes: dataBytes === null ? null : Math.max(0, dataBytes - (bytes ?? 0)),
  });
  const losses = new Set(rows.filter(({ action, harmless }) => action !== 'leak' && !harmless).map((row) => row.breaks));
  return { saves: savedBy(now.row, then, bytes), keys, loses: [...losses] };
}

/** Switches that the release reads, or may read, and that are not off yet. */
export function settingRemedies(input: AdviseInput, now: LoadNow): RemedyRow[] {
  const { estimate, envFile } = input;
  return now.data.switches
    .filter((one) => one.reads !== false && !isOff(one))
    .flatMap((one): RemedyRow[] => {
      const then = estimateNow({ ...estimate, deployed: { ...estimate.deployed, [one.env]: one.off } });
      const saves = savedBy(now.row, then, null);
      if (saves.commandsPerDay === 0) return [];
      return [
        {
          id: `set-${one.env}`,
          title: `set ${one.env}=${one.off}${one.reads === null ? ', if your release reads it' : ''}`,
          effort: 'setting',
          saves,
          keys: null,
          keysHow: 'counted',
          risk: `${one.breaks} The application must be restarted.`,
          lasts: null,
          loses: one.dark.length === 0 ? [] : [`Screens with no data: ${one.dark.join(', ')}.`],
          command: `meter flags set ${one.env}=${one.off} --env-file ${shellQuote(envFile ?? '.env')}`,
        },
      ];
    });
}

const isOff = ({ value, off }: SwitchLoad): boolean => value === off;

/** Remedies that need a change of the application's code. */
export function codeRemedies({ row, data }: LoadNow): RemedyRow[] {
  return data.scenarios
    .filter(({ effort }) => effort === 'code' || effort === 'much code')
    .flatMap((one): RemedyRow[] => {
      const saves = savedBy(row, one, null);
      if (saves.commandsPerDay === 0 && !saves.dollarsPerMonth) return [];
      return [
        {
          id: one.id,
          title: one.title,
          effort: 'code',
          saves,
          keys: null,
          keysHow: 'counted',
          risk: one.loses[0] ?? 'The application has to be changed and tested.',
          lasts: null,
          loses: one.loses.slice(1),
          command: null,
        },
      ];
    });
}

/** Switches that would save commands if the application read them. */
export const unreadSwitches = ({ data }: LoadNow): string[] =>
  data.switches.filter((one) => one.reads === false && one.overlapPerDay > 0 && !isOff(one)).map(({ env }) => env);
