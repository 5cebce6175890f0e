/** Settings of a node. Passwords are not among them. */
import type { Control } from '../../redis/control.js';
import { ReplyError, type Reply } from '../../redis/resp.js';

const NAMES = [
  'activedefrag',
  'bind',
  'dbfilename',
  'dir',
  'hz',
  'latency-monitor-threshold',
  'latency-tracking',
  'maxclients',
  'min-replicas-to-write',
  'protected-mode',
  'slowlog-log-slower-than',
  'slowlog-max-len',
] as const;

export type SettingName = (typeof NAMES)[number];

export interface Settings {
  /** `null`: the server does not say. */
  get(name: SettingName): string | null;
  number(name: SettingName): number | null;
}

export async function askSettings(control: Control): Promise<Settings> {
  // CONFIG GET takes several names only from Redis 7.0.
  const replies = await Promise.all(NAMES.map((name) => control.ask('CONFIG', 'GET', name)));
  const values = new Map(NAMES.map((name, at) => [name, valueIn(replies[at] ?? null)]));
  return {
    get: (name) => values.get(name) ?? null,
    number(name) {
      const text = values.get(name) ?? '';
      return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
    },
  };
}

function valueIn(reply: Reply): string | null {
  if (reply instanceof ReplyError || !Array.isArray(reply)) return null;
  return typeof reply[1] === 'string' ? reply[1] : null;
}
