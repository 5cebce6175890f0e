import { infoField, parseInfo, type Info } from './info.js';
import { ReplyError, type Reply } from './resp.js';
import type { Session } from './topology.js';

/** `empty`: accepted, but nothing came back, so that the answer is unknown. `denied`: the user lacks the permission. */
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
  /** From CONFIG GET, or else from INFO; `null`: unknown. */
  maxmemoryPolicy: string | null;
  /** `save` of CONFIG GET: empty where no snapshot is made by itself; `null`: unknown. */
  savePoints: string | null;
  /** INFO commandstats, which is not part of plain INFO. */
  commandStats: Info;
}

// No application writes it, and each probe answers for a missing key in constant time.
const PROBE_KEY = 'meter:probe';

/** Tries each optional command once, on a key that does not exist: nine commands in one round trip. */
export async function probeCapabilities(session: Session): Promise<Capabilities> {
  const { control, info } = session.nodeForKey(PROBE_KEY);
  const [usage, type, config, save, scan, noTouch, name, ttl, commands] = await Promise.all([
    control.ask('MEMORY', 'USAGE', PROBE_KEY),
    control.ask('TYPE', PROBE_KEY),
    control.ask('CONFIG', 'GET', 'maxmemory-policy'),
    // Several at once can be asked for from 7.0 only.
    control.ask('CONFIG', 'GET', 'save'),
    control.ask('SCAN', '0', 'COUNT', '1', 'TYPE', 'string'),
    control.ask('CLIENT', 'NO-TOUCH', 'ON'),
    control.ask('CLIENT', 'SETNAME', 'meter'),
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

/** The value in the answer to CONFIG GET of one setting. */
function settingIn(reply: Reply): string | null {
  const value = Array.isArray(reply) ? reply[1] : null;
  return typeof value === 'string' ? value : null;
}

function infoStates(info: Info, lastInfo: Reply): Record<`INFO ${(typeof INFO_SECTIONS)[number]}`, CapabilityState> {
  // Where INFO is refused at all, the refusal of the probe tells how.
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
  // The user may run the command, only not on the probe's key; SCAN shows such a user other keys that it may read.
  return /access a key|access one of the keys/i.test(reply.message) ? 'ok' : 'denied';
}
