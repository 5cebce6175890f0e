/** A load in commands and money, and what a change of it saves. */
import { estimate } from '../estimate/estimate.js';
import type { EstimateInput } from '../estimate/estimate-input.js';
import type { RemedyRow } from './model.js';
import type { EstimateData, ScenarioRow } from '../estimate/model.js';

export interface LoadNow {
  data: EstimateData;
  /** As deployed. */
  row: ScenarioRow;
}

export function loadOf(input: EstimateInput): LoadNow {
  const { data } = estimate(input);
  return { data, row: data.scenarios.find(({ id }) => id === 'now')! };
}

/** The difference to another row's load. */
export const savedBy = (
  now: ScenarioRow,
  then: Pick<ScenarioRow, 'wirePerDay' | 'monthlyCost'>,
  bytes: number | null,
): RemedyRow['saves'] => ({
  commandsPerDay: Math.round(Math.max(0, now.wirePerDay - then.wirePerDay)),
  bytes,
  dollarsPerMonth: now.monthlyCost === null || then.monthlyCost === null ? null : cents(now.monthlyCost - then.monthlyCost),
});

const cents = (dollars: number): number => Math.round(Math.max(0, dollars) * 100) / 100;
