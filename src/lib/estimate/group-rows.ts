import type { EstimateData, GroupLoad, LoadColumns } from './model.js';
import { billableOf } from './billing/bill.js';
import type { EstimateInput } from './estimate-input.js';
import { flowsOf, type Flow } from './flows.js';
import { significant } from './significant.js';
import { totalsOf } from './totals.js';

type Groups = Pick<EstimateData, 'sources' | 'families' | 'grains' | 'dimensions'>;

/** Groups the commands by source, family, grain and entity. */
export function groupsOf({ profile, provider, documented, workload }: EstimateInput, flows: readonly Flow[]): Groups {
  const totals = totalsOf(flows);
  const billed = (part: readonly Flow[]): Pick<LoadColumns, 'billablePerRequest' | 'billablePerDay'> => {
    const billable = billableOf(part, provider.metering);
    return { billablePerRequest: significant(billable.perRequest), billablePerDay: significant(billable.perDay) };
  };
  const group = (
    { id, perRequest, perDay }: (typeof totals.families)[number],
    belongs: (command: Flow['commands'][number]) => boolean,
  ): GroupLoad => ({
    id,
    perRequest: perRequest.wire,
    perDay: perDay.wire,
    ...billed(flows.map((flow) => ({ ...flow, commands: flow.commands.filter(belongs) }))),
  });
  const patterns = new Map(profile.families.map(({ id, pattern }) => [id, pattern]));
  const stated = documented === null ? [] : totalsOf(flowsOf(documented.profile, null, workload)).sources;
  return {
    sources: totals.sources.map(({ id, withRequests, perRequest, perDay }) => {
      const claim = stated.find((one) => one.id === id);
      return {
        id,
        withRequests,
        perRequest: perRequest.wire,
        perDay: perDay.wire,
        roundTripsPerRequest: perRequest.roundTrips,
        roundTripsPerDay: perDay.roundTrips,
        ...billed(flows.filter(({ source }) => source === id)),
        documented: claim ? { perRequest: claim.perRequest.wire, perDay: claim.perDay.wire } : null,
      };
    }),
    families: totals.families
      .map((one) => ({
        ...group(one, ({ family }) => family === one.id),
        pattern: one.id === null ? null : (patterns.get(one.id) ?? null),
      }))
      .toSorted((one, other) => other.billablePerDay - one.billablePerDay || other.perDay - one.perDay),
    grains: totals.grains.map((one) => group(one, ({ grain }) => grain === one.id)),
    dimensions: totals.dimensions.map((one) => group(one, ({ dimensions }) => one.id !== null && dimensions.includes(one.id))),
  };
}
