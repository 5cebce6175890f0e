/** Runs a forecast: from a history, from the result of an audit, or from an audit of its own. */
import { says as ofFile } from '../../errors/files.js';
import { readSmallFile } from '../../files/small-file.js';
import { commandsPerKey } from '../../estimate/key-load.js';
import { workloadOf } from '../../estimate/workload.js';
import { LARGEST_RESULT } from '../../diff/diff.js';
import { EXIT, MeterError, type Saying } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { recordOfResult, refuseParts } from '../../growth/audit-result.js';
import { growthFrom, type Source } from '../../growth/growth.js';
import { isHistory, readHistory } from '../../growth/history/file.js';
import { recordOf, SNAPSHOTS, type HistoryRecord } from '../../growth/history/record.js';
import type { GrowthData } from '../../growth/model.js';
import { builtinProfile } from '../../profile/builtin/index.js';
import { successEnvelope, type Envelope, type Outcome } from '../../report/envelope.js';
import type { AuditReport } from '../../report/audit/worded.js';
import { auditWith } from '../audit/run.js';
import type { AuditRequest } from '../audit/options.js';
import type { GrowthRequest } from './options.js';

export async function growthWith({ days, source }: GrowthRequest, say: (text: string) => void): Promise<Outcome<GrowthData>> {
  const audited = 'audit' in source ? await auditOnce(source.audit, say) : null;
  const read = 'audit' in source ? sourceOf(audited!) : await fromFile(source);
  const data = growthFrom(read, { days, commandsPerKey: await perKeyOf(read.records.at(-1)!) });
  const { target = null, warnings = [], spent = null } = audited ?? {};
  return { envelope: successEnvelope({ command: 'growth', target, data, warnings, spent }), exitCode: EXIT.ok };
}

async function auditOnce(request: AuditRequest, say: (text: string) => void): Promise<Envelope<AuditReport>> {
  const { envelope, exitCode } = await auditWith(request, say);
  if (exitCode === EXIT.partial || exitCode === EXIT.interrupted)
    throw new MeterError('partial', exitCode, 'The audit is of a part of the keys, which shows no growth.', [
      'meter audit reports what was seen.',
    ]);
  return envelope;
}

function sourceOf({ data, target }: Envelope<AuditReport>): Source {
  refuseParts(data.source, 'This run');
  const name = target?.name ?? data.source.snapshots.map((snapshot) => snapshot.name).join(', ');
  return { records: [recordOf(data, name)], from: 'audit', file: null, skipped: 0 };
}

/** A history, or the result of an audit. */
async function fromFile({ file, newest }: { file: string; newest: boolean }): Promise<Source> {
  const name = safeText(file);
  if (await isHistory(file)) {
    const { records: kept, skipped } = await readHistory(file);
    const records = kept.map((record) => (record.of === SNAPSHOTS ? { ...record, of: name } : record));
    return { records: newest ? records.slice(-1) : records, from: newest ? 'audit' : 'history', file, skipped };
  }
  const unreadable = (why: Saying): Saying => ofFile('growth-source-unreadable', { path: name, why });
  const { bytes } = await readSmallFile(file, unreadable, LARGEST_RESULT);
  return { records: [recordOfResult(bytes.toString('utf8'), name)], from: 'audit', file, skipped: 0 };
}

/** Commands a day that each key adds. Only built-in profiles are known by their names. */
async function perKeyOf({ applications }: HistoryRecord): Promise<number> {
  let sum = 0;
  for (const { name, from } of applications) {
    const profile = await builtinProfile(name);
    if (profile?.operations) sum += commandsPerKey(profile, from, workloadOf(profile));
  }
  return sum;
}
