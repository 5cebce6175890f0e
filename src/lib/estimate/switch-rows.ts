import type { SwitchFigures, SwitchLoad } from './model.js';
import type { EstimateInput } from './estimate-input.js';
import { savingsOf, type Saving } from './savings.js';
import { significant } from './significant.js';

/** What each switch saves, whatever its value. `values`: set values, including those that the application ignores. */
export function switchRows(
  { profile, version, workload, readings }: EstimateInput,
  values: Readonly<Record<string, string>>,
): SwitchLoad[] {
  const savings = new Map(savingsOf(profile, version, workload).map((saving) => [saving.env, saving]));
  return (profile.switches ?? []).flatMap((one): SwitchLoad[] => {
    const saving = savings.get(one.env);
    if (!saving) return [];
    const { otherReading: other } = saving;
    const reading = readings.get(one.env);
    return [
      {
        env: one.env,
        title: one.title,
        off: one.off,
        value: values[one.env] ?? null,
        reads: reading?.reads ?? null,
        readsBecause: reading?.because ?? '',
        ...switchFigures(saving),
        otherReading: other === null ? null : { title: other.title, ...switchFigures(other) },
        breaks: one.breaks,
        dark: [...one.dark],
      },
    ];
  });
}

const switchFigures = ({ marginal, overlap, left }: Saving): SwitchFigures => ({
  marginal: significant(marginal.perRequest.wire),
  overlap: significant(overlap.perRequest.wire),
  left: significant(left.perRequest.wire),
  marginalPerDay: significant(marginal.perDay.wire),
  overlapPerDay: significant(overlap.perDay.wire),
  leftPerDay: significant(left.perDay.wire),
});
