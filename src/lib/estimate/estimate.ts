import { countsOf } from './workload.js';
import { notIgnored } from '../recognise/switch-reading.js';
import type { Switch } from '../profile/operations.js';
import type { EstimateData, ScenarioRow } from './model.js';
import { adviceOn } from './advice.js';
import { billableOf, billOf } from './billing/bill.js';
import { breakEvens } from './billing/break-even.js';
import { DAYS_A_MONTH } from './billing/provider.js';
import type { EstimateInput } from './estimate-input.js';
import { explain } from './explain.js';
import { flowsOf } from './flows.js';
import { groupsOf } from './group-rows.js';
import { leftOut, EXAMPLE_KEYS } from './left-out.js';
import { billingRows, bytesPerDay, scenarioRow } from './money-rows.js';
import { asItIs, scenariosOf } from './scenarios.js';
import { significant } from './significant.js';
import { documentedOf, figureRows, releaseRows } from './stated-rows.js';
import { switchRows } from './switch-rows.js';
import { loadOf } from './totals.js';
import { trafficOf } from './wire-bytes.js';
import { estimateWarnings } from './warnings.js';
import type { EstimateNotice } from './notices.js';

/** Computes everything that `meter estimate` reports from the profile's write events. */
export function estimate(input: EstimateInput): { data: EstimateData; warnings: EstimateNotice[] } {
  const { profile, version, workload, provider, tried, dataBytes } = input;
  const { metering } = provider;
  const [deployed, ignored] = splitRead(input);
  const settings = { ...deployed, ...tried };
  const flows = flowsOf(profile, version, workload, settings);
  const { perRequest, perDay } = loadOf(flows);
  const billable = billableOf(flows, metering);
  const bytes = bytesPerDay(input, flows);
  const reads = ({ env }: Switch): boolean | null => input.readings.get(env)?.reads ?? null;
  const scenarios = scenariosOf({ ...input, env: deployed, set: tried, reads });
  const scenarioRows = scenarios.flatMap((scenario) => scenarioRow(input, scenario) ?? []);
  const switches = switchRows(input, { ...ignored, ...settings });
  const newest = profile.versions?.newest ?? null;
  const data: EstimateData = {
    workload: {
      ...workload,
      shares: { ...workload.shares },
      dataBytes,
      from: input.workloadFrom,
      unit: profile.operations?.load?.unit ?? 'requests',
      counts: [...countsOf(profile)],
      assumed: [...(input.assumed ?? [])],
      keysOnly: input.keysOnly ?? false,
      daysPerMonth: DAYS_A_MONTH,
    },
    profile: {
      name: profile.name,
      title: profile.title,
      version: input.variant ?? version ?? newest,
      releases: input.releases,
      newest,
    },
    settings: { deployed, tried: { ...tried } },
    provider: {
      id: provider.id,
      title: provider.title,
      billed: metering?.title ?? 'nothing by the command',
      unit: metering?.unit ?? null,
      asOf: provider.asOf,
      source: provider.source,
      note: provider.note,
    },
    total: {
      wirePerRequest: perRequest.wire,
      wirePerDay: perDay.wire,
      roundTripsPerRequest: perRequest.roundTrips,
      roundTripsPerDay: perDay.roundTrips,
      billablePerRequest: significant(billable.perRequest),
      billablePerDay: significant(billable.perDay),
      traffic: trafficOf(input, flows),
    },
    leftOut: leftOut(input, settings),
    advice: adviceOn({
      provider,
      bills: provider.plans.map((plan) => billOf(plan, billable.perDay, dataBytes, bytes)),
      billable,
      requestsPerDay: workload.requestsPerDay,
      scenarios: scenarioRows,
      dataBytes,
      bytesPerDay: bytes,
    }),
    ...groupsOf(input, flows),
    switches,
    scenarios: scenarioRows,
    billing: input.providers.flatMap((one) => billingRows(input, one, flows)),
    breakEven: breakEvens(provider.plans, billable, workload.requestsPerDay).map((row) => ({
      fixed: row.fixed.title,
      metered: row.metered.title,
      billablePerDay: significant(row.billablePerDay),
      requestsPerDay: row.requestsPerDay === null ? null : significant(row.requestsPerDay),
    })),
    documented: documentedOf(input),
    figures: figureRows(input),
    releases: input.variant === null ? releaseRows(input) : [],
    explain: input.explain === null ? null : explain(profile, flows, input.explain),
  };
  const warnings = estimateWarnings({ profile, version, switches, deployed, ignored, tried, shares: workload.shares });
  const { leftOut: missing } = data;
  const jobs: EstimateNotice[] =
    missing === null ? [] : [{ code: 'jobs-left-out', params: { keys: EXAMPLE_KEYS, commandsPerDay: missing } }];
  return { data, warnings: [...jobs, ...warnings] };
}

/** Only the row of the current load and its cost. */
export function estimateNow(input: EstimateInput): ScenarioRow {
  const [deployed] = splitRead(input);
  return scenarioRow(input, asItIs(deployed, flowsOf(input.profile, input.version, input.workload, deployed)))!;
}

/** Splits the values into those that the application reads and those that it ignores. */
function splitRead({ deployed, readings }: EstimateInput): [Record<string, string>, Record<string, string>] {
  const read = notIgnored(deployed, readings);
  return [read, Object.fromEntries(Object.entries(deployed).filter(([env]) => !(env in read)))];
}
