import { CLIENT_NAME } from './handshake.js';
import { infoField, parseInfo, type Info } from './info.js';
import { ReplyError, type Reply } from './resp.js';
import type { Session } from './topology.js';

/** `empty`: accepted, but the reply was empty, so the answer is unknown. `denied`: the user lacks the permission. */
export type CapabilityState = 'ok' | 'missing' | 'denied' | 'empty';

const INFO_SECTIONS = ['memory', 'keyspace', 'persistence', 'stats'] as const;

export type CapabilityName =
  | 'MEMORY USAGE'
  | 'TYPE'
  | 'CONFIG GET'
  | 'SCAN TYPE'
  | 'CLIENT NO-TOUCH'
  | 'CLIENT SETNAME'
  | 'PTTL'
  | 'INFO commandstats'
  | `INFO ${(typeof INFO_SECTIONS)[number]}`;

export interface Capabilities {
  states: Readonly<Record<CapabilityName, CapabilityState>>;
  /** From CONFIG GET, or else from INFO. `null`: unknown. */
  maxmemoryPolicy: string | null;
  /** `save` from CONFIG GET; empty when automatic snapshots are off. `null`: unknown. */
  savePoints: string | null;
  /** INFO commandstats, which is not part of plain INFO. */
  commandStats: Info;
}

// No application writes this key, and each probe answers for a missing key in constant time.
const PROBE_KEY = 'meter:probe';

/** Tries each optional command once on a missing key: nine commands in one round trip. */
export async function probeCapabilities(session: Session): Promise<Capabilities> {
  const { control, info } = session.nodeForKey(PROBE_KEY);
  const [usage, type, config, save, scan, noTouch, name, ttl, commands] = await Promise.all([
    control.ask('MEMORY', 'USAGE', PROBE_KEY),
    control.ask('TYPE', PROBE_KEY),
    control.ask('CONFIG', 'GET', 'maxmemory-policy'),
    // CONFIG GET accepts several parameters only from Redis 7.0.
    control.ask('CONFIG', 'GET', 'save'),
    control.ask('SCAN', '0', 'COUNT', '1', 'TYPE', 'string'),
    control.ask('CLIENT', 'NO-TOUCH', 'ON'),
    control.ask('CLIENT', 'SETNAME', CLIENT_NAME),
    control.ask('PTTL', PROBE_KEY),
    control.ask('INFO', 'commandstats'),
  ]);
  const commandStats = typeof commands === 'string' ? parseInfo(commands) : new Map();
  const policy = settingIn(config);
  return {
    states: {
      'MEMORY USAGE': replyState(usage),
      TYPE: replyState(type),
      'CONFIG GET': contentState(config),
      'SCAN TYPE': replyState(scan),
      'CLIENT NO-TOUCH': replyState(noTouch),
      'CLIENT SETNAME': replyState(name),
      PTTL: replyState(ttl),
      'INFO commandstats': commands instanceof ReplyError ? replyState(commands) : sectionState(commandStats, 'commandstats'),
      ...infoStates(info, commands),
    },
    maxmemoryPolicy: policy ?? infoField(info, 'maxmemory_policy'),
    savePoints: settingIn(save),
    commandStats,
  };
}

/** The value in a CONFIG GET reply for one parameter. */
function settingIn(reply: Reply): string | null {
  const value = Array.isArray(reply) ? reply[1] : null;
  return typeof value === 'string' ? value : null;
}

function infoStates(info: Info, lastInfo: Reply): Record<`INFO ${(typeof INFO_SECTIONS)[number]}`, CapabilityState> {
  // If every INFO was refused, the refusal of this probe gives the state.
  const state = (section: string): CapabilityState =>
    info.size === 0 && lastInfo instanceof ReplyError ? replyState(lastInfo) : info.has(section) ? 'ok' : 'empty';
  return {
    'INFO memory': state('memory'),
    'INFO keyspace': state('keyspace'),
    'INFO persistence': state('persistence'),
    'INFO stats': state('stats'),
  };
}

const sectionState = (info: Info, section: string): CapabilityState => (info.get(section)?.size ? 'ok' : 'empty');

function contentState(reply: Reply): CapabilityState {
  const state = replyState(reply);
  return state === 'ok' && (!Array.isArray(reply) || reply.length === 0) ? 'empty' : state;
}

function replyState(reply: Reply): CapabilityState {
  if (!(reply instanceof ReplyError)) return 'ok';
  if (!reply.message.startsWith('NOPERM')) return 'missing';
  // The user may run the command, but not on the probe's key. For such a user SCAN still lists the keys that it may read.
  return /access a key|access one of the keys/i.test(reply.message) ? 'ok' : 'denied';
}

/** True when the server chooses keys to evict by their last use. */
export const evictsByIdleTime = (policy: string | null): boolean => policy !== null && /lru|lfu/.test(policy);

/** True when reading a value changes its idle time, and with it what is evicted. */
export const readingResetsIdleTimes = ({ states, maxmemoryPolicy }: Capabilities): boolean =>
  states['CLIENT NO-TOUCH'] !== 'ok' && evictsByIdleTime(maxmemoryPolicy);
