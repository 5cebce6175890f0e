/** The remedies, each with what it saves alone. */
import { plainMessage } from '../format/message.js';
import { shellQuote } from '../format/shell.js';
import type { RemedyRow } from './model.js';
import { estimateNow } from '../estimate/estimate.js';
import type { Family } from '../profile/types.js';
import type { SwitchLoad } from '../estimate/model.js';
import type { AdviseInput } from './advise-input.js';
import { savedBy, type LoadNow } from './load.js';
import type { ChangedFamily } from './look.js';
import { lastsUntilWritten, type Prune } from './prunes.js';
import type { Rollup } from './rollups.js';
import type { RemedyLoss } from './words.js';

/** The provider's cheapest plan, if the provider is known. */
export function planRemedies({ isProviderKnown }: AdviseInput, { row }: LoadNow): RemedyRow[] {
  const best = row.cheapest;
  if (!isProviderKnown || best === null || row.monthlyCost === null || best.monthlyCost >= row.monthlyCost) return [];
  return [
    {
      id: 'plan',
      title: { code: 'plan', params: { plan: best.plan, dollarsPerMonth: best.monthlyCost } },
      effort: 'plan',
      saves: savedBy(row, { wirePerDay: row.wirePerDay, monthlyCost: best.monthlyCost }, null),
      keys: null,
      keysHow: 'counted',
      risk: plainMessage('plan'),
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
    risk: { code: 'archived', params: { keys: effect.keys } },
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
    risk: { code: 'archived-at-most', params: { keys: effect.keys } },
    lasts: lastsUntilWritten(familiesOf(input, rows)),
    command: `meter migrate --rollup ${rollup.words.join(':')} --prune${input.target}`,
  };
}

/** What a change of these keys saves, and what is lost with them. */
function effectOf(
  { estimate }: AdviseInput,
  now: LoadNow,
  rows: readonly ChangedFamily[],
): { saves: RemedyRow['saves']; keys: number; loses: RemedyLoss[] } {
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
  return { saves: savedBy(now.row, then, bytes), keys, loses: [...losses].map(textLoss) };
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
          title: { code: 'set-switch', params: { env: one.env, value: one.off, isCertain: one.reads === true } },
          effort: 'setting',
          saves,
          keys: null,
          keysHow: 'counted',
          risk: { code: 'restart', params: { breaks: one.breaks } },
          lasts: null,
          loses: one.dark.length === 0 ? [] : [{ code: 'screens', params: { screens: [...one.dark] } }],
          command: `meter flags set ${one.env}=${one.off} --env-file ${shellQuote(envFile ?? '.env')}`,
        },
      ];
    });
}

const textLoss = (text: string): RemedyLoss => ({ code: 'text', params: { text } });

const isOff = ({ value, off }: SwitchLoad): boolean => value === off;

/** Remedies that need a change of the application's code. */
export function codeRemedies({ row, data }: LoadNow): RemedyRow[] {
  return data.scenarios
    .filter(({ effort }) => effort === 'code' || effort === 'much code')
    .flatMap((one): RemedyRow[] => {
      const saves = savedBy(row, one, null);
      if (saves.commandsPerDay === 0 && !saves.dollarsPerMonth) return [];
      const [first, ...others] = one.loses;
      return [
        {
          id: one.id,
          title: { code: 'scenario', params: { title: one.title } },
          effort: 'code',
          saves,
          keys: null,
          keysHow: 'counted',
          risk: first === undefined ? plainMessage('change-code') : { code: 'scenario', params: { loss: first } },
          lasts: null,
          loses: others.map((loss) => ({ code: 'scenario', params: { loss } })),
          command: null,
        },
      ];
    });
}

/** Switches that would save commands if the application read them. */
export const unreadSwitches = ({ data }: LoadNow): string[] =>
  data.switches.filter((one) => one.reads === false && one.overlapPerDay > 0 && !isOff(one)).map(({ env }) => env);
