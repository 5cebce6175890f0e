/** Runs `meter measure`: from its options to its envelope and exit code. */
import { says } from '../../errors/command-line.js';
import { usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import type { MeasureOptions } from '../../measure/options.js';
import type { MeasureOutcome } from '../../measure/outcome.js';
import { successEnvelope } from '../../report/envelope.js';
import type { Messages } from '../../report/messages/messages.js';
import { wordedMeasure, type MeasureReport } from '../../report/measure/worded.js';
import type { Envelope } from '../../report/envelope.js';
import { connect, targetFrom } from '../base/connect.js';
import { settingsIn } from '../base/offset-given.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { sharesOf } from '../flags/shares.js';
import { onInterrupt } from '../base/interrupt.js';
import { confirm } from '../prompt/confirm.js';
import type { MeasureRequest } from './options.js';
import { profilesIn } from '../../profile/builtin/in-language.js';
import type { Language } from '../../report/messages/language.js';
import { plainMessage } from '../../format/message.js';
import type { MeasureNotice } from '../../measure/notices.js';
import { measureNotices } from '../../measure/warnings.js';
import type { SessionNotice } from '../../redis/notices.js';

export interface MeasureResult {
  envelope: Envelope<MeasureReport>;
  exitCode: number;
}

interface Run {
  outcome: MeasureOutcome;
  target: TargetInfo | null;
  spent: Pick<NonNullable<Envelope<unknown>['spent']>, 'commands' | 'roundTrips'>;
  notes: (SessionNotice | MeasureNotice)[];
}

/** Throws usage errors if a measurement is not possible, and `confirmation` (exit 4) if nobody agrees to MONITOR. */
export async function measureWith(
  request: MeasureRequest,
  say: (text: string) => void,
  messages: Messages,
): Promise<MeasureResult> {
  const { report } = messages.measure;
  const { address, capture, limits } = request;
  const chosen = await profilesFrom(request, messages.language);
  const env = (await settingsIn(address.envFile)) ?? {};
  const run = capture ? captureRun(capture, address.database ?? 'all') : await liveRun(request, messages);
  const startedAt = performance.now();
  const interrupt = onInterrupt(say);
  const onStart = (): void => say(report.measuring(request.seconds ?? 0));
  try {
    const { outcome, target, spent, notes } = await run({ ...chosen, ...limits, env, signal: interrupt.signal, onStart });
    const envelope = successEnvelope({
      command: 'measure',
      target,
      data: wordedMeasure(outcome.data, messages),
      warnings: [...notes, ...measureNotices(outcome.data)],
      spent: { ...spent, seconds: Math.round(performance.now() - startedAt) / 1000 },
    });
    return { envelope, exitCode: outcome.exitCode };
  } finally {
    interrupt.release();
  }
}

type Given = Omit<MeasureOptions, 'databases'>;

/** The profiles that are known before the server is asked. */
async function profilesFrom(
  { profile: spec, counts, shares }: MeasureRequest,
  language: Language,
): Promise<Pick<MeasureOptions, 'profiles' | 'asked' | 'workload'>> {
  if (spec === 'auto') {
    const { builtinProfiles } = await import('../../profile/builtin/index.js');
    return { profiles: await profilesIn(language, await builtinProfiles()), asked: null, workload: counts };
  }
  const [{ loadProfile }, { parseSpec }] = await Promise.all([import('../../profile/load.js'), import('../../profile/spec.js')]);
  const profile = await loadProfile(spec);
  if (!profile.operations)
    throw usageError(
      `Profile ${safeText(profile.name)} does not say what its application sends.`,
      'meter profile list names those built in.',
    );
  const { workloadOf } = await import('../../estimate/workload.js');
  const workload = { ...counts, shares: sharesOf(shares, profile) };
  workloadOf(profile, workload);
  return { profiles: await profilesIn(language, [profile]), asked: { version: parseSpec(spec).version }, workload };
}

function captureRun(
  { file, keys }: NonNullable<MeasureRequest['capture']>,
  databases: number | 'all',
): (given: Given) => Promise<Run> {
  return async (given) => {
    const { measureCapture } = await import('../../measure/measure-capture.js');
    const outcome = await measureCapture(file, keys, { ...given, databases });
    return { outcome, target: null, spent: { commands: 0, roundTrips: 0 }, notes: [] };
  };
}

async function liveRun(
  { address, sample }: MeasureRequest,
  { measure: { report }, talk }: Messages,
): Promise<(given: Given) => Promise<Run>> {
  const { target, databases } = await targetFrom(address);
  const [{ readOnlyGuard, monitorGuard }, { openLedger }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
  ]);
  const { targetName } = await import('../../redis/target.js');
  if (sample && !sample.isAgreed)
    await confirm({
      text: report.monitor.question(targetName(target, databases), sample.seconds, sample.maxCommands),
      warning: report.monitor.warning,
      nobody: says('monitor-answer-needed'),
      refused: says('monitor-not-sent'),
      words: talk,
    });
  return async (given) => {
    const access = { guard: readOnlyGuard(), ledger: openLedger(), signal: given.signal };
    const session = await connect(target, access);
    try {
      const options = { ...given, databases };
      const outcome = sample
        ? await (
            await import('../../measure/measure-monitor.js')
          ).measureByMonitor(session, { ...access, guard: monitorGuard() }, options)
        : await (await import('../../measure/measure-stats.js')).measureByStatistics(session, access, options);
      const { commands, roundTrips } = access.ledger;
      return {
        outcome,
        target: targetInfo(session, databases),
        spent: { commands, roundTrips },
        notes: [...session.notes, ...(target.replica ? [plainMessage('replica-counts')] : [])],
      };
    } finally {
      session.close();
    }
  };
}
