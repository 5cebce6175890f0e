/** The commands that an application sends without requests: the one figure of every verb. */
import type { Count } from '../format/json-types.js';
import { notIgnored, readingsOf } from '../recognise/switch-reading.js';
import type { Profile } from '../profile/types.js';
import type { Releases } from '../profile/version.js';
import { flowsOf, type Flow } from './flows.js';
import { loadOf } from './totals.js';
import { workloadOf } from './workload.js';

/** What the jobs work on. */
export interface Held {
  keys: number;
  /** `null`: unknown. */
  apiKeys: number | null;
  accounts: number | null;
  models: number | null;
}

export interface Background {
  commandsPerDay: number;
  /** Titles of the jobs, those with the most commands first. */
  jobs: string[];
  /** Settings that differ from their defaults, without those that the release ignores. */
  settings: Record<string, string>;
  /** Switches that the release reads and that would save commands of jobs, the largest saving first. */
  savings: JobSaving[];
}

export interface JobSaving {
  env: string;
  /** The value that saves. */
  value: string;
  commandsPerDay: Count;
}

/** Commands a day of the flows that come without requests. */
export const jobsPerDay = (flows: readonly Flow[]): number => loadOf(flows.filter(isJob)).perDay.wire;

const isJob = ({ perRequest }: Flow): boolean => perRequest === null;

/** What the data show of a workload, where it is known. */
export const heldFrom = (keys: number, distinct: (dimension: string) => number | null): Held => ({
  keys,
  apiKeys: distinct('api-key'),
  accounts: distinct('account'),
  models: distinct('model'),
});

/** The counts that are known. */
export const knownOf = (held: Held): Partial<Record<keyof Held, number>> =>
  Object.fromEntries(Object.entries(held).filter(([, value]) => value !== null));

/** `settings`: values of the application's environment. */
export function backgroundOf(
  profile: Profile,
  releases: Releases,
  held: Held,
  settings: Readonly<Record<string, string>>,
): Background {
  const readings = readingsOf(profile, releases);
  const read = notIgnored(settings, readings);
  const workload = workloadOf(profile, knownOf(held));
  const jobsWith = (values: Readonly<Record<string, string>>): Flow[] =>
    flowsOf(profile, releases.from, workload, values).filter(isJob);
  const jobs = jobsWith(read);
  const perDay = (flow: Flow): number => loadOf([flow]).perDay.wire;
  const all = jobsPerDay(jobs);
  const savings = (profile.switches ?? [])
    .filter(({ env }) => readings.get(env)?.reads === true)
    .map(({ env, off }) => ({ env, value: off, commandsPerDay: Math.round(all - jobsPerDay(jobsWith({ ...read, [env]: off }))) }))
    .filter(({ commandsPerDay }) => commandsPerDay > 0)
    .toSorted((a, b) => b.commandsPerDay - a.commandsPerDay);
  return {
    commandsPerDay: all,
    jobs: jobs.toSorted((a, b) => perDay(b) - perDay(a)).map(({ title }) => title),
    settings: read,
    savings,
  };
}
