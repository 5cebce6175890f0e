import { inRange } from '../profile/version.js';
import type { EstimateData, FigureRow } from './model.js';
import type { EstimateInput } from './estimate-input.js';
import { flowsOf } from './flows.js';
import { releasesOf } from './releases.js';
import { scenariosOf } from './scenarios.js';
import { loadOf, totalsOf, type Load, type Rates } from './totals.js';
import { workloadOf } from './workload.js';

/** The document's load, and its figures with the sums of its own parts. */
export function documentedOf({ documented, workload }: EstimateInput): EstimateData['documented'] {
  if (documented === null) return null;
  const { name, profile } = documented;
  const { perRequest, perDay, sources } = totalsOf(flowsOf(profile, null, workload));
  const scenarios = scenariosOf({
    profile,
    version: null,
    workload: workloadOf(profile),
    env: {},
    set: {},
    flushSeconds: 60,
    reads: () => null,
  });
  const computed = (id: string): Rates<Load> | null => {
    const scenario = scenarios.find((one) => one.id === (id === 'total' ? 'now' : id));
    return scenario ? loadOf(scenario.flows) : null;
  };
  return {
    profile: name,
    perRequest: perRequest.wire,
    perDay: perDay.wire,
    sources: sources.map((row) => ({ id: row.id, perRequest: row.perRequest.wire, perDay: row.perDay.wire })),
    figures: (profile.operations?.figures ?? [])
      .filter(({ per }) => per === 'day')
      .map(({ id, title, commands }) => ({ id, title, perDay: commands, computed: computed(id)?.perDay.wire ?? null })),
  };
}

/** The release's stated figures, each with the sum of the events for the same case. */
export function figureRows({ profile, version, workload }: EstimateInput): FigureRow[] {
  const at = version ?? profile.versions?.newest ?? null;
  const shares = JSON.stringify(sharesOf(workload.shares));
  return (profile.operations?.figures ?? [])
    .filter(({ since, until }) => at === null || inRange(since, until, at))
    .map((figure): FigureRow => {
      const { id, title, per, commands, evidence, from, sources } = figure;
      const flows = figure.shares === null ? null : flowsOf(profile, version, { ...workload, shares: figure.shares });
      const own = flows?.filter(({ source }) => sources === undefined || sources.includes(source));
      return {
        id,
        title,
        per,
        commands,
        computed: own && per === 'request' ? loadOf(own).perRequest.counted : null,
        unexplained: figure.unexplained ?? 0,
        sameCase: figure.shares !== null && JSON.stringify(sharesOf(figure.shares)) === shares,
        evidence,
        from,
      };
    });
}

const sharesOf = (shares: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(shares).toSorted(([one], [other]) => (one < other ? -1 : 1));

/** What requests record in other releases. */
export function releaseRows({ profile, version, workload }: EstimateInput): EstimateData['releases'] {
  const current = version ?? profile.versions?.newest ?? null;
  return releasesOf(profile, workload).map(({ from, to, sources, recorded }) => ({
    from,
    to,
    sources: sources.map(({ id, perRequest }) => ({ id, perRequest: perRequest.counted })),
    recorded,
    current: current !== null && inRange(from, to ?? undefined, current),
  }));
}
