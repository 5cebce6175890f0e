/** Runs `meter advise`: from its options to its envelope and exit code. */
import type { AdviseInput } from '../../advise/advise-input.js';
import type { LookOptions } from '../../advise/look.js';
import type { Provider } from '../../estimate/billing/provider.js';
import { providerOfHost } from '../../estimate/billing/providers.js';
import { FLUSH_SECONDS } from '../../estimate/estimate-input.js';
import { EXIT, MeterError } from '../../format/errors.js';
import { formatMoney } from '../../format/money.js';
import { formatCount } from '../../format/number.js';
import type { Questions } from '../../measure/questions.js';
import type { Workload } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';
import { deployedReadings } from '../../recognise/switch-reading.js';
import type { Access } from '../../redis/control.js';
import type { Target } from '../../redis/target.js';
import type { Session } from '../../redis/topology.js';
import type { AdviseData } from '../../advise/model.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import type { AuditData, ProfileRow } from '../../audit/model.js';
import type { AdviseRequest } from './options.js';
import { billingFrom, type Billing } from '../base/billing.js';
import { connect, targetFrom } from '../base/connect.js';
import { targetInfo } from '../../redis/target-info.js';
import { deployedSwitches } from '../base/deployed-switches.js';
import { onInterrupt } from '../base/interrupt.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { createProgress, type Progress } from '../base/progress.js';
import { addressTyped } from '../../redis/typed-address.js';
import type { Notice } from '../../report/messages/notices.js';

/** Throws `no-plan` and `no-profile` if nothing can be advised. `say`: called with the price if reading costs money. */
export async function adviseWith(request: AdviseRequest, say: (text: string) => void): Promise<Outcome<AdviseData>> {
  const { address, now, maxLatencyMs } = request;
  const billing = await billingFrom(request);
  const offset = await offsetGiven(request.utcOffset, address.envFile);
  const given = { ...(await profilesFrom(request.profiles)), now, offset, maxLatencyMs };
  const { target } = await targetFrom(address);
  const [{ readOnlyGuard }, { openLedger }, { Questions: Asking }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../measure/questions.js'),
  ]);
  const progress = await createProgress(request.quiet);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    say(text);
  });
  const ledger = openLedger(request.maxCommands);
  const access = { guard: readOnlyGuard(), ledger, signal: interrupt.signal };
  const startedAt = performance.now();
  try {
    const session = await connect(target, access);
    try {
      const ask = await Asking.open(session, () => access, session.target.db);
      try {
        const provider = billing.provider ?? providerOf(target);
        const work = { request, given, session, access, ask, provider, billing, progress, say };
        const { data, warnings } = await advice(work);
        const seconds = Math.round(performance.now() - startedAt) / 1000;
        const spent = { commands: ledger.commands, roundTrips: ledger.roundTrips, seconds };
        const envelope = successEnvelope({
          command: 'advise',
          target: targetInfo(session, session.target.db),
          data,
          warnings,
          spent,
        });
        return { envelope, exitCode: EXIT.ok };
      } finally {
        ask.close();
      }
    } finally {
      session.close();
    }
  } finally {
    progress.stop();
    interrupt.release();
  }
}

const providerOf = ({ path, host }: Target): Provider | null => (path === null ? providerOfHost(host) : null);

interface Work {
  request: AdviseRequest;
  given: Pick<LookOptions, 'profiles' | 'now' | 'offset' | 'maxLatencyMs'> & { asked: boolean };
  session: Session;
  access: Access & { signal: AbortSignal };
  ask: Questions;
  /** `null`: not known. */
  provider: Provider | null;
  billing: Billing;
  progress: Progress;
  say(text: string): void;
}

async function advice(work: Work): Promise<{ data: AdviseData; warnings: Notice[] }> {
  const { request, given, session, access, ask, provider, billing, progress } = work;
  const { commandsCounted, commandsOfLook, lookAt, requestsCounted } = await import('../../advise/look.js');
  const { buildAdvice } = await import('../../advise/build-advice.js');
  if (provider?.metering) work.say(priceOfLook(commandsOfLook(await keysOf(ask)), provider));
  const { db } = session.target;
  const look = await lookAt(session, access, {
    ...given,
    profilesAsked: given.asked,
    profileSpecs: request.profiles,
    db,
    target: targetInfo(session, db),
    asTyped: 'advise',
    listKeys: false,
    showIds: false,
    signal: access.signal,
    onProgress: (keys, total) => progress.update(keys, total),
  });
  progress.stop();
  const { audit, clock } = look.survey;
  const { row, profile } = advisedOn(audit, given.profiles);
  const workload = await workloadOf(profile, audit, look.keys);
  const counted = request.requests === null ? await requestsCounted(ask, profile, workload, clock) : null;
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
      dataBytes: audit.memory.usedMemory,
      deployed: deployed.values,
      tried: {},
      readings: await deployedReadings(profile, { from: row.version, to: row.upTo }, request.appDir),
      provider: provider ?? billing.providers[0],
      providers: billing.providers,
      flushSeconds: FLUSH_SECONDS,
      explain: null,
    },
    prunes: look.prunes,
    application: { name: row.name, title: row.title, version: row.version, upTo: row.upTo },
    requests: {
      requestsFrom: request.requests !== null ? 'given' : counted ? 'data' : 'assumed',
      days: counted?.days ?? null,
    },
    measuredPerDay: await commandsCounted(ask),
    isProviderKnown: provider !== null,
    target: addressTyped(request.address),
    envFile: request.address.envFile ?? null,
  };
  return { data: buildAdvice(input), warnings: [...session.notes, ...look.survey.notes, ...deployed.warnings] };
}

async function keysOf(ask: Questions): Promise<number> {
  const replies = await ask.everywhere([['DBSIZE']]);
  return replies.flat().reduce<number>((sum, reply) => sum + (typeof reply === 'number' ? reply : 0), 0);
}

/** Printed before commands that cost money. */
function priceOfLook(commands: number, { title, metering, plans }: Provider): string {
  const perMillion = plans.find((plan) => plan.perMillion !== null)?.perMillion ?? null;
  const price = perMillion === null ? '' : `, ${formatMoney((commands / 1e6) * perMillion)}`;
  return `Looking takes up to ${formatCount(commands)} commands, for each of which ${title} charges (${metering?.unit ?? 'command'})${price}.`;
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
