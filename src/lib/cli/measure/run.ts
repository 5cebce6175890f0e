/** From the flags of `meter measure` to its envelope and exit code. */
import { assignmentsOf, valuesOf } from '../../format/dotenv.js';
import { loadEnvFile } from '../../switches/file.js';
import { usageError } from '../../format/errors.js';
import { formatCount } from '../../format/number.js';
import { safeText } from '../../format/terminal.js';
import type { MeasureOptions } from '../../measure/options.js';
import type { MeasureOutcome } from '../../measure/outcome.js';
import { successEnvelope } from '../../report/envelope.js';
import type { MeasureData } from '../../measure/model.js';
import type { Envelope } from '../../report/envelope.js';
import { connect, parseDb, targetFrom } from '../base/connect.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { connectionFlags } from '../flags/connection.js';
import { sharesFrom } from '../estimate/workload.js';
import { onInterrupt } from '../base/interrupt.js';
import { confirm } from '../prompt/confirm.js';
import type { MeasureFlags } from './flags.js';

const SECONDS = 60;
const MAX_COMMANDS = 100_000;

export interface MeasureResult {
  envelope: Envelope<MeasureData>;
  exitCode: number;
}

interface Run {
  outcome: MeasureOutcome;
  target: TargetInfo | null;
  spent: Pick<NonNullable<Envelope<unknown>['spent']>, 'commands' | 'roundTrips'>;
  notes: string[];
}

/** Throws usage errors for flags that contradict each other, and `confirmation` (exit 4) where nobody agrees to MONITOR. */
export async function measureWith(flags: MeasureFlags, say: (text: string) => void): Promise<MeasureResult> {
  rejectConflicts(flags);
  const chosen = await profilesFrom(flags);
  const env = await switchesFrom(flags['env-file']);
  const file = flags['from-monitor'];
  const run = file === undefined ? await liveRun(flags) : captureRun(flags, file);
  const startedAt = performance.now();
  const interrupt = onInterrupt(say);
  const onStart = (): void => say(`Measuring for ${flags.seconds ?? SECONDS} s; Ctrl-C ends it sooner.`);
  try {
    const { outcome, target, spent, notes } = await run({ ...chosen, ...limits(flags), env, signal: interrupt.signal, onStart });
    const envelope = successEnvelope({
      command: 'measure',
      target,
      data: outcome.data,
      warnings: [...notes, ...warningsOf(outcome.data)],
      spent: { ...spent, seconds: Math.round(performance.now() - startedAt) / 1000 },
    });
    return { envelope, exitCode: outcome.exitCode };
  } finally {
    interrupt.release();
  }
}

type Given = Omit<MeasureOptions, 'databases'>;

const limits = (flags: MeasureFlags): Pick<MeasureOptions, 'seconds' | 'maxCommands' | 'requests' | 'showIds'> => {
  const capture = flags['from-monitor'] !== undefined;
  return {
    seconds: flags.seconds ?? (capture ? null : SECONDS),
    maxCommands: flags['max-commands'] ?? (capture ? null : MAX_COMMANDS),
    requests: flags.requests ?? null,
    showIds: flags['show-ids'],
  };
};

function rejectConflicts(flags: MeasureFlags): void {
  const file = flags['from-monitor'];
  if (file !== undefined) {
    const given = Object.entries(flags).flatMap(([name, value]) => (value === undefined || value === false ? [] : name));
    const liveOnly = [...Object.keys(connectionFlags).filter((name) => !['db', 'env-file'].includes(name)), 'monitor', 'yes'];
    const [contradiction] = given.filter((name) => liveOnly.includes(name));
    if (contradiction !== undefined)
      throw usageError(
        `--from-monitor and --${contradiction} contradict each other.`,
        'A capture is read without any server: leave one out.',
      );
    if (file === '') throw usageError('--from-monitor takes the name of a file.', 'Standard input is -.');
    if (file === '-' && process.stdin.isTTY)
      throw usageError(
        '--from-monitor - reads a capture from standard input, which is a terminal.',
        'Pipe one in: redis-cli monitor | …',
      );
    return;
  }
  if (flags.yes && !flags.monitor)
    throw usageError('--yes agrees to MONITOR, which nobody asked for.', 'Add --monitor, or leave --yes out.');
  if (flags['max-commands'] !== undefined && !flags.monitor)
    throw usageError('--max-commands ends a sample, and none is taken.', 'Add --monitor, or leave --max-commands out.');
  if (flags.keys !== undefined)
    throw usageError('--keys is for a capture: the server itself tells how many keys it has.', 'Leave it out.');
}

/** What the flags say about the application; everything about it is known before the server is asked anything. */
async function profilesFrom(flags: MeasureFlags): Promise<Pick<MeasureOptions, 'profiles' | 'asked' | 'workload'>> {
  const { accounts, 'api-keys': apiKeys, profile: spec } = flags;
  const counts = { ...(accounts === undefined ? {} : { accounts }), ...(apiKeys === undefined ? {} : { apiKeys }) };
  if (spec === 'auto') {
    const [share] = (['cost-share', 'long-context-share', 'cache-share', 'share'] as const).filter(
      (name) => flags[name] !== undefined,
    );
    if (share !== undefined) throw usageError(`--${share} needs to know the application.`, 'Name it with --profile.');
    const { builtinProfiles } = await import('../../profile/builtin/index.js');
    return { profiles: await builtinProfiles(), asked: null, workload: counts };
  }
  const [{ loadProfile }, { parseSpec }] = await Promise.all([import('../../profile/load.js'), import('../../profile/spec.js')]);
  const profile = await loadProfile(spec);
  if (!profile.operations)
    throw usageError(
      `Profile ${safeText(profile.name)} does not say what its application sends.`,
      'meter profile list names those built in.',
    );
  const { workloadOf } = await import('../../estimate/workload.js');
  const workload = { ...counts, shares: sharesFrom(flags, profile) };
  workloadOf(profile, workload);
  return { profiles: [profile], asked: { version: parseSpec(spec).version }, workload };
}

async function switchesFrom(name: string | undefined): Promise<Record<string, string>> {
  if (name === undefined) return {};
  const { text } = await loadEnvFile(name);
  return Object.fromEntries(valuesOf(assignmentsOf(text)));
}

function captureRun(flags: MeasureFlags, file: string): (given: Given) => Promise<Run> {
  const databases = parseDb(flags.db) ?? 'all';
  return async (given) => {
    const { measureCapture } = await import('../../measure/measure-capture.js');
    const outcome = await measureCapture(file, flags.keys ?? null, { ...given, databases });
    return { outcome, target: null, spent: { commands: 0, roundTrips: 0 }, notes: [] };
  };
}

async function liveRun(flags: MeasureFlags): Promise<(given: Given) => Promise<Run>> {
  const { target, databases } = await targetFrom(flags);
  const [{ readOnlyGuard, monitorGuard }, { openLedger }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
  ]);
  const { targetName } = await import('../../redis/target.js');
  if (flags.monitor && !flags.yes)
    await confirm({
      text: question(targetName(target, databases), flags),
      warning: WARNING,
      nobody: [
        'Nobody is at the terminal to agree to MONITOR.',
        'To go ahead without asking: --yes; without load on the server: leave --monitor out',
      ],
      refused: 'MONITOR was not sent.',
    });
  return async (given) => {
    const access = { guard: readOnlyGuard(), ledger: openLedger(), signal: given.signal };
    const session = await connect(target, access);
    try {
      const options = { ...given, databases };
      const outcome = flags.monitor
        ? await (
            await import('../../measure/measure-monitor.js')
          ).measureByMonitor(session, { ...access, guard: monitorGuard() }, options)
        : await (await import('../../measure/measure-stats.js')).measureByStatistics(session, access, options);
      const { commands, roundTrips } = access.ledger;
      return {
        outcome,
        target: targetInfo(session, databases),
        spent: { commands, roundTrips },
        notes: [...session.notes, ...(target.replica ? [REPLICA] : [])],
      };
    } finally {
      session.close();
    }
  };
}

function question(name: string, flags: MeasureFlags): string {
  const most = formatCount(flags['max-commands'] ?? MAX_COMMANDS);
  return `Sample ${name} for at most ${flags.seconds ?? SECONDS} s and ${most} commands?`;
}

const REPLICA =
  'A replica counts what it is asked itself and what its master sends it, not what the application sends the master.';

const WARNING = 'MONITOR makes the server send a copy of every command, which can cost a busy one much of its throughput.';

const ENDED: Partial<Record<MeasureData['interval']['ended'], string>> = {
  interrupted: 'The measurement was interrupted; the figures cover the time until then.',
  behind: 'The sample ended early because reading it fell behind the server; the figures cover the time until then.',
  'connection-lost': 'The sample ended early because the server closed the connection; the figures cover the time until then.',
};

function warningsOf({ interval, sample, requests }: MeasureData): string[] {
  const few = requests.count !== null && requests.count > 0 && requests.count < FEW;
  return [
    ENDED[interval.ended] ?? [],
    sample && sample.unreadable > 0 ? `${formatCount(sample.unreadable)} lines are none of MONITOR and were left out.` : [],
    sample && sample.elsewhere > 0 ? `${formatCount(sample.elsewhere)} commands in other databases were left out.` : [],
    few ? `Only ${requests.count} requests were seen: those under way at the beginning and at the end weigh heavily.` : [],
  ].flat();
}

const FEW = 20;
