/** Asks everything that the checks go by. A lost connection, the ceiling of commands or an interruption ends it early. */
import { serverFacts, type Probed } from '../audit/server-facts.js';
import { EXIT, MeterError } from '../format/errors.js';
import { liveProbe } from '../keyspace/live-probe.js';
import { askServer } from '../limiters/server.js';
import { recogniseLive, type RecognisedLive } from '../recognise/recognise-live.js';
import { decideUtcOffset, type OffsetDecision } from '../recognise/utc-offset.js';
import { probeCapabilities, type Capabilities } from '../redis/capabilities.js';
import { errorsIn } from '../redis/command-stats.js';
import { withinDeadline } from '../redis/deadline.js';
import type { CommandGuard } from '../redis/guard.js';
import { infoField, infoNumber, parseInfo } from '../redis/info.js';
import type { Ledger } from '../redis/ledger.js';
import type { Session } from '../redis/topology.js';
import { providerOfHost } from '../estimate/billing/providers.js';
import { askHeat } from './ask/hot-keys.js';
import { askLogin } from './ask/login.js';
import { askNoted } from './ask/noted.js';
import { pingNode } from './ask/pings.js';
import { askRights } from './ask/rights.js';
import { askSentinelFacts } from './ask/sentinels.js';
import { askSettings } from './ask/settings.js';
import { askSigns } from './ask/signs.js';
import type { ClusterFacts, ConnectionFacts, DoctorFacts, NodeFacts } from './facts.js';
import type { DoctorOptions } from './options.js';
import { reachOf } from './reach.js';

interface Access {
  guard: CommandGuard;
  ledger: Ledger;
}

/** Names that are kept for hot keys. */
const NAMES = 500;

export async function gather(session: Session, access: Access, options: DoctorOptions): Promise<DoctorFacts> {
  const { pings: count } = options;
  const startedAt = performance.now();
  return withinDeadline(options.deadlineMs, options.signal, async (signal) => {
    const run = new Part(signal, options.signal);
    const capabilities = await run.of(() => probeCapabilities(session));
    const nodes = await run.of(() => askNodes(session));
    const says = await run.of(() => askServer(session));
    const cluster = session.mode === 'cluster' ? await run.of(() => askCluster(session)) : null;
    const login = await run.of(() => askLogin(session, { ...access, signal }));
    const sentinels = session.mode === 'sentinel' ? await run.of(() => askSentinelFacts(session, { ...access, signal })) : null;
    const pings = count === 0 ? [] : await run.of(() => Promise.all(session.nodes.map((node) => pingNode(node, count, signal))));
    const signs = nodes && (await run.of(() => askSigns(session, nodes)));
    const names: string[] = [];
    const recognised =
      capabilities && (await run.of(() => recognisedNames(session, access, { capabilities, options, names, signal })));
    const known = recognised === 'denied' ? null : recognised;
    const dataOffset = known && (await run.of(() => offsetInData(session, access, known)));
    const profiles = (known?.profiles ?? []).map(({ compiled }) => compiled);
    const heat =
      says && (await run.of(async () => (await askHeat(session, says, { names, profiles, showIds: options.showIds })) ?? 'none'));
    const rights = options.rights ? await run.of(() => askRights(session, { ...access, signal })) : null;
    const errorsSince = await run.of(() => newErrors(session, startedAt));
    const denied = (rights ?? []).flatMap(({ denied: commands }) => commands);
    const infos = session.nodes.map(({ info }) => info);
    return {
      options,
      connection: connectionOf(session),
      nodes: nodes ?? [],
      server: serverFacts(infos, capabilities ?? NOTHING_PROBED, denied),
      says,
      cluster,
      capabilities,
      pings: pings?.some((each) => each === null) ? null : (pings as DoctorFacts['pings']),
      login,
      sentinels,
      signs,
      recognised,
      dataOffset,
      heat,
      rights,
      errorsSince,
      ended: run.ended,
    };
  });
}

const NOTHING_PROBED: Probed = {
  states: {},
  maxmemoryPolicy: null,
  savePoints: null,
  commandStats: new Map(),
};

/** One part after the other, until one ends the run. */
class Part {
  ended: string | null = null;

  /** `signal`: also aborts when the time is up, `interrupt` when the user ends the run. */
  constructor(
    private readonly signal: AbortSignal,
    private readonly interrupt: AbortSignal,
  ) {}

  async of<Facts>(ask: () => Promise<Facts>): Promise<Facts | null> {
    if (this.signal.aborted) this.ended ??= this.#stopped();
    if (this.ended !== null) return null;
    try {
      return await unlessAborted(ask(), this.signal);
    } catch (error) {
      if (this.signal.aborted) this.ended = this.#stopped();
      else if (error instanceof MeterError && ENDING.includes(error.exitCode)) this.ended = error.code;
      else throw error;
      return null;
    }
  }

  #stopped = (): string => (this.interrupt.aborted ? 'interrupted' : 'deadline');
}

/** A part that waits for the server does not look at the signal; closing the connection ends it. */
function unlessAborted<Facts>(part: Promise<Facts>, signal: AbortSignal): Promise<Facts> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('stopped'));
    signal.addEventListener('abort', stop, { once: true });
    part.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const ENDING: readonly number[] = [EXIT.connection, EXIT.partial, EXIT.interrupted];

const askNodes = ({ nodes }: Session): Promise<NodeFacts[]> =>
  Promise.all(
    nodes.map(async ({ name, info, control }): Promise<NodeFacts> => {
      const [settings, noted] = await Promise.all([askSettings(control), askNoted(control)]);
      return { name, info, settings, noted };
    }),
  );

async function askCluster({ nodes: [{ control }] }: Session): Promise<ClusterFacts | null> {
  const reply = await control.ask('CLUSTER', 'INFO');
  if (typeof reply !== 'string') return null;
  const info = parseInfo(reply);
  const state = infoField(info, 'cluster_state') ?? '';
  const slots = (kind: string): number => infoNumber(info, `cluster_slots_${kind}`) ?? 0;
  return { state: /^\w{1,20}$/.test(state) ? state : '?', failing: slots('fail') + slots('pfail') };
}

interface Look {
  capabilities: Capabilities;
  options: DoctorOptions;
  signal: AbortSignal;
  /** Receives some names. */
  names: string[];
}

async function recognisedNames(
  session: Session,
  access: Access,
  { capabilities, options, names, signal }: Look,
): Promise<RecognisedLive | 'denied'> {
  try {
    return await recogniseLive(session, access, {
      profiles: options.profiles,
      asked: options.profilesAsked,
      databases: options.database,
      offset: options.offset,
      noTouch: capabilities.states['CLIENT NO-TOUCH'] === 'ok',
      mayTouch: true,
      maxLatencyMs: options.maxLatencyMs,
      signal,
      onNames: (some) => {
        for (const name of some) if (names.length < NAMES) names.push(name);
      },
    });
  } catch (error) {
    if (error instanceof MeterError && (error.code === 'scan-refused' || error.code === 'unknown-command')) return 'denied';
    throw error;
  }
}

/** Without what the user and the application's settings say of it. */
async function offsetInData(session: Session, access: Access, { profiles, presence }: RecognisedLive): Promise<OffsetDecision> {
  const probe = liveProbe({ session, ...access, noTouch: true, mayTouch: true });
  try {
    return await decideUtcOffset({ flag: null, env: null, noted: null }, profiles, presence.claims, probe);
  } finally {
    probe.close();
  }
}

async function newErrors({ nodes }: Session, startedAt: number): Promise<NonNullable<DoctorFacts['errorsSince']>> {
  const counts = new Map<string, number>();
  for (const { control, info } of nodes) {
    const reply = await control.ask('INFO', 'errorstats');
    const before = errorsIn(info);
    for (const [name, count] of typeof reply === 'string' ? errorsIn(parseInfo(reply)) : [])
      counts.set(name, (counts.get(name) ?? 0) + Math.max(0, count - (before.get(name) ?? 0)));
  }
  return { seconds: (performance.now() - startedAt) / 1000, counts };
}

function connectionOf({ target, mode, notes }: Session): ConnectionFacts {
  const unassigned = notes.find(({ code }) => code === 'slots-without-node');
  return {
    mode,
    reach: reachOf(target),
    tls: target.tls !== null,
    answerSeconds: target.commandTimeoutMs / 1000,
    provider: target.path === null ? (providerOfHost(target.host)?.title ?? null) : null,
    unassigned: unassigned?.code === 'slots-without-node' ? unassigned.params.slots : 0,
  };
}
