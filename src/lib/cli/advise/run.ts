/** Runs `meter advise`: from its options to its envelope and exit code. */
import type { AdviseInput } from '../../advise/advise-input.js';
import type { ReadCounts } from '../../advise/counted.js';
import type { Look } from '../../advise/look.js';
import type { LookOptions } from '../../advise/look-live.js';
import type { Provider } from '../../estimate/billing/provider.js';
import { providerOfHost } from '../../estimate/billing/providers.js';
import { FLUSH_SECONDS } from '../../estimate/estimate-input.js';
import { EXIT, MeterError } from '../../format/errors.js';
import { formatMoney } from '../../format/money.js';
import type { Questions } from '../../measure/questions.js';
import type { Workload } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';
import { deployedReadings } from '../../recognise/switch-reading.js';
import type { Target } from '../../redis/target.js';
import type { AdviseData } from '../../advise/model.js';
import { wordedAdvice, type AdviceReport } from '../../report/advise/worded.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import type { AuditData, ProfileRow } from '../../audit/model.js';
import type { AdviseRequest } from './options.js';
import { billingFrom, type Billing } from '../base/billing.js';
import { connect, targetFrom } from '../base/connect.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { bytesInFamilies } from '../estimate/data.js';
import { deployedSwitches } from '../base/deployed-switches.js';
import { readingTyped } from '../flags/reading-typed.js';
import { onInterrupt } from '../base/interrupt.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { createProgress, type Progress } from '../base/progress.js';
import { addressTyped } from '../../redis/typed-address.js';
import type { Messages } from '../../report/messages/messages.js';
import type { Notice } from '../../report/messages/notices.js';

/** Throws `no-plan` and `no-profile` if nothing can be advised. `say`: called with the price if reading costs money. */
export async function adviseWith(
  request: AdviseRequest,
  say: (text: string) => void,
  messages: Messages,
): Promise<Outcome<AdviceReport>> {
  const { address, snapshots } = request;
  const billing = await billingFrom(request);
  const offset = await offsetGiven(request.utcOffset, address.envFile);
  const { profiles, asked } = await profilesFrom(request.profiles, messages.language);
  const target = snapshots ? null : (await targetFrom(address)).target;
  const provider = billing.provider ?? (target && providerOf(target));
  const progress = await createProgress(request.quiet, 'scanning', messages.talk);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    say(text);
  }, messages.talk.interrupted.reading);
  const { signal } = interrupt;
  const startedAt = performance.now();
  try {
    const onProgress = (keys: number, total: number | null): void => progress.update(keys, total);
    const look = { profiles, profilesAsked: asked, offset, signal, onProgress };
    const work: Work = { request, look, provider, billing, progress, messages };
    const { told, exitCode, commands, roundTrips, ...rest } =
      target === null ? await fromSnapshots(work, snapshots ?? []) : await fromServer(work, target, say);
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    const envelope = successEnvelope({ command: 'advise', ...told, ...rest, spent: { commands, roundTrips, seconds } });
    return { envelope, exitCode };
  } finally {
    progress.stop();
    interrupt.release();
  }
}

const providerOf = ({ path, host }: Target): Provider | null => (path === null ? providerOfHost(host) : null);

interface Work {
  request: AdviseRequest;
  look: Omit<LookOptions, 'db' | 'now' | 'maxLatencyMs'>;
  /** `null`: not known. */
  provider: Provider | null;
  billing: Billing;
  progress: Progress;
  messages: Messages;
}

interface Told {
  told: { data: AdviceReport; warnings: Notice[] };
  target: TargetInfo | null;
  commands: number;
  roundTrips: number;
  exitCode: number;
}

async function fromServer(work: Work, target: Target, say: (text: string) => void): Promise<Told> {
  const { request, provider, progress, messages, look: common } = work;
  const [{ readOnlyGuard }, { openLedger }, { Questions: Asking }, { lookAt }, { commandsCounted }, { commandsOfLook }] =
    await Promise.all([
      import('../../redis/guard.js'),
      import('../../redis/ledger.js'),
      import('../../measure/questions.js'),
      import('../../advise/look-live.js'),
      import('../../advise/counted.js'),
      import('../../advise/cost-of-look.js'),
    ]);
  const ledger = openLedger(request.maxCommands);
  const access = { guard: readOnlyGuard(), ledger, signal: common.signal };
  const session = await connect(target, access);
  try {
    const { db } = session.target;
    const ask = await Asking.open(session, () => access, db);
    try {
      if (provider?.metering) say(priceOfLook(commandsOfLook(await keysOf(ask)), provider, messages));
      const { now, maxLatencyMs } = request;
      const look = await lookAt(session, access, { ...common, now, maxLatencyMs, db });
      progress.stop();
      const told = await advice(work, look, {
        source: { kind: 'live', files: [], partial: null },
        read: (names, field) => Promise.all(names.map((name) => ask.count([name], field))),
        commandsPerDay: () => commandsCounted(ask),
        notices: [...session.notes, ...look.survey.notes, ...look.notices],
      });
      const { commands, roundTrips } = ledger;
      return { told, target: targetInfo(session, db), commands, roundTrips, exitCode: EXIT.ok };
    } finally {
      ask.close();
    }
  } finally {
    session.close();
  }
}

async function fromSnapshots(work: Work, snapshots: readonly string[]): Promise<Told> {
  const { request, progress, look: common } = work;
  const [{ keptInput }, { lookIntoSnapshots }, { SnapshotStore }] = await Promise.all([
    import('../../files/kept-input.js'),
    import('../../advise/look-snapshots.js'),
    import('../../usage/snapshot-store.js'),
  ]);
  const { files, remove } = await keptInput(snapshots);
  try {
    const db = typeof request.address.database === 'number' ? request.address.database : 0;
    const now = request.now ?? new Date();
    const { signal, onProgress } = common;
    const look = await lookIntoSnapshots(files, { ...common, now, db });
    const { outcome } = look;
    progress.stop();
    // The look has already warned of damage.
    const store = new SnapshotStore({ files, database: db, now, signal, onDoubt: () => {}, onProgress });
    const told = await advice(work, look, {
      source: { kind: 'snapshot', files: [...snapshots], partial: look.partial },
      read: async (names, field) => {
        const answers = await store.read(names.map((name) => ({ name, fields: [field], bytes: 0 })));
        return answers.map((answer) => wholeNumber(answer?.[0] ?? null));
      },
      commandsPerDay: () => Promise.resolve(null),
      notices: [...outcome.warnings, ...look.survey.notes, ...look.notices],
    });
    return { told, target: null, commands: 0, roundTrips: 0, exitCode: outcome.exitCode };
  } finally {
    await remove();
  }
}

const wholeNumber = (text: string | null): number | null => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

interface Source {
  source: AdviseData['source'];
  read: ReadCounts;
  /** Mean of the commands that the server has counted; `null`: unknown. */
  commandsPerDay: () => Promise<number | null>;
  notices: Notice[];
}

async function advice(work: Work, look: Look, { source, read, commandsPerDay, notices }: Source): Promise<Told['told']> {
  const { request, provider, billing } = work;
  const [{ requestsCounted }, { buildAdvice }] = await Promise.all([
    import('../../advise/counted.js'),
    import('../../advise/build-advice.js'),
  ]);
  const { audit, clock } = look.survey;
  const { row, profile } = advisedOn(audit, work.look.profiles);
  const workload = await workloadOf(profile, audit, look.keys);
  const counted = request.requests === null ? await requestsCounted(read, profile, workload, clock) : null;
  const deployed = await deployedSwitches(profile, request.address.envFile ?? null);
  const input: AdviseInput = {
    estimate: {
      profile,
      version: row.version,
      releases: row.version === null ? null : { from: row.version, to: row.upTo },
      variant: null,
      documented: null,
      workload: { ...workload, requestsPerDay: request.requests ?? counted?.perDay ?? workload.requestsPerDay },
      workloadFrom: row.title,
      familyKeys: new Map(audit.families.flatMap((each) => (each.profile === profile.name ? [[each.id, each.keys]] : []))),
      dataBytes: audit.memory.usedMemory ?? bytesInFamilies(audit),
      deployed: deployed.values,
      tried: {},
      readings: await deployedReadings(profile, { from: row.version, to: row.upTo }, request.appDir),
      provider: provider ?? billing.providers[0],
      providers: billing.providers,
      flushSeconds: FLUSH_SECONDS,
      explain: null,
    },
    prunes: look.prunes,
    rollups: look.rollups,
    source,
    application: { name: row.name, title: row.title, version: row.version, upTo: row.upTo },
    requests: {
      requestsFrom: request.requests !== null ? 'given' : counted ? 'data' : 'assumed',
      days: counted?.days ?? null,
    },
    measuredPerDay: await commandsPerDay(),
    isProviderKnown: provider !== null,
    target: `${source.kind === 'live' ? addressTyped(request.address) : ''}${readingTyped(request)}`,
    envFile: request.address.envFile ?? null,
  };
  return { data: wordedAdvice(buildAdvice(input), work.messages), warnings: [...notices, ...deployed.warnings] };
}

async function keysOf(ask: Questions): Promise<number> {
  const replies = await ask.everywhere([['DBSIZE']]);
  return replies.flat().reduce<number>((sum, reply) => sum + (typeof reply === 'number' ? reply : 0), 0);
}

/** Printed before commands that cost money. */
function priceOfLook(commands: number, { title, metering, plans }: Provider, { advise }: Messages): string {
  const perMillion = plans.find((plan) => plan.perMillion !== null)?.perMillion ?? null;
  const price = perMillion === null ? null : formatMoney((commands / 1e6) * perMillion);
  return advise.report.price(commands, title, metering?.unit ?? 'command', price);
}

/** The first application whose profile has write events. */
function advisedOn(audit: AuditData, profiles: readonly Profile[]): { row: ProfileRow; profile: Profile } {
  for (const row of audit.profiles) {
    const profile = profiles.find(({ name }) => name === row.name);
    if (profile?.operations) return { row, profile };
  }
  const names = audit.profiles.map(({ title }) => title).join(', ');
  throw new MeterError('no-profile', EXIT.refused, `What ${names} sends is not known, so nothing can be advised.`, [
    'See what the data hold: meter audit',
  ]);
}

async function workloadOf(profile: Profile, { dimensions }: AuditData, keys: number): Promise<Workload> {
  const [{ workloadOf: complete }, { heldFrom, knownOf }] = await Promise.all([
    import('../../estimate/workload.js'),
    import('../../estimate/background.js'),
  ]);
  const distinct = (dimension: string): number | null =>
    dimensions.find((each) => each.dimension === dimension)?.distinct || null;
  return complete(profile, knownOf(heldFrom(keys, distinct)));
}
