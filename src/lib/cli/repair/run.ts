import { EXIT } from '../../format/errors.js';
import { wordedCheck } from '../../report/consistency/worded.js';
import { changeWith, type Talk } from '../change/run.js';
import type { ConsistencyResult } from '../consistency/run.js';
import { wantedBy } from '../consistency/wanted.js';
import type { RepairVerbRequest } from './options.js';
import { noticed } from '../../report/noticed.js';

/** Checks, and makes the plan. Unless only the plan is requested, carries it out after it is agreed to. */
export async function repairWith({ how, check, asTyped }: RepairVerbRequest, talk: Talk): Promise<ConsistencyResult> {
  const wanted = await wantedBy(check);
  const { invariants, families, profiles: profileSpecs, ...what } = check;
  const request = { ...what, ...wanted, profileSpecs, named: { invariants, families }, asTyped };
  const { envelope, prepared, ...rest } = await changeWith(how, talk, {
    async prepare(work) {
      const { prepareRepair } = await import('../../change/repair/prepare.js');
      return prepareRepair(work, request);
    },
  });
  const { data, compared } = prepared.found;
  const { checkWarnings } = await import('../../consistency/warnings.js');
  const warned = noticed([...checkWarnings(data, compared), ...envelope.notices]);
  return {
    ...rest,
    envelope: { ...envelope, ...warned, data: wordedCheck(data, envelope.data) },
    // Keys that were not read may need repair too.
    exitCode: rest.exitCode === EXIT.ok && data.source.partial !== null ? EXIT.partial : rest.exitCode,
  };
}
