/** What a node has noted of slow commands and pauses: its slow log, its latency monitor, and its times by command. */
import type { Control } from '../../redis/control.js';
import { CLIENT_NAME } from '../../redis/handshake.js';
import { parseInfo, parsePairs } from '../../redis/info.js';
import { ReplyError, type Reply } from '../../redis/resp.js';

/** `denied`, `missing`: why the server does not answer. */
export type Told<Facts> = Facts | 'denied' | 'missing';

export interface SlowCommand {
  /** Only its first word, because arguments are data. */
  command: string;
  seconds: number;
  /** Seconds since 1970, by the server's clock. */
  at: number;
}

export interface Pause {
  event: string;
  maxSeconds: number;
  at: number;
}

export interface CommandTime {
  command: string;
  p99Seconds: number;
}

export interface Noted {
  slow: Told<SlowCommand[]>;
  pauses: Told<Pause[]>;
  /** Empty: it is switched off, or the server does not record it. */
  times: CommandTime[];
}

/** Entries of the slow log that are read. */
const ENTRIES = '64';

export async function askNoted(control: Control): Promise<Noted> {
  const [slow, pauses, times] = await Promise.all([
    control.ask('SLOWLOG', 'GET', ENTRIES),
    control.ask('LATENCY', 'LATEST'),
    control.ask('INFO', 'latencystats'),
  ]);
  return {
    slow: toldBy(slow, slowIn),
    pauses: toldBy(pauses, pausesIn),
    times: typeof times === 'string' ? timesIn(times) : [],
  };
}

function toldBy<Facts>(reply: Reply, read: (entries: readonly Reply[]) => Facts): Told<Facts> {
  if (reply instanceof ReplyError) return reply.message.startsWith('NOPERM') ? 'denied' : 'missing';
  return Array.isArray(reply) ? read(reply) : 'missing';
}

/** `[id, time, microseconds, [command, argument, …], address, name]`. Without commands that `meter` itself has sent. */
const slowIn = (entries: readonly Reply[]): SlowCommand[] =>
  entries.flatMap((entry): SlowCommand[] => {
    if (!Array.isArray(entry)) return [];
    const [, at, micros, words, , client] = entry;
    if (client === CLIENT_NAME) return [];
    if (!isAmount(at) || !isAmount(micros) || !Array.isArray(words)) return [];
    return [{ command: plainWord(words[0]).toUpperCase(), seconds: micros / 1e6, at }];
  });

/** `[event, time, latest ms, longest ms, …]` */
const pausesIn = (entries: readonly Reply[]): Pause[] =>
  entries.flatMap((entry): Pause[] => {
    if (!Array.isArray(entry)) return [];
    const [event, at, , longest] = entry;
    return isAmount(at) && isAmount(longest) ? [{ event: plainWord(event), maxSeconds: longest / 1000, at }] : [];
  });

/** `latency_percentiles_usec_get:p50=1.003,p99=4.015,p99.9=12.031` */
const timesIn = (text: string): CommandTime[] =>
  [...(parseInfo(text).get('latencystats') ?? [])].flatMap(([field, value]): CommandTime[] => {
    const name = /^latency_percentiles_usec_([a-z0-9|._-]{1,60})$/i.exec(field)?.[1];
    const micros = Number(parsePairs(value).get('p99'));
    return name === undefined || !isAmount(micros)
      ? []
      : [{ command: name.replace('|', ' ').toUpperCase(), p99Seconds: micros / 1e6 }];
  });

const isAmount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 1e15;

const plainWord = (word: Reply | undefined): string => (typeof word === 'string' && /^[\w.-]{1,40}$/.test(word) ? word : '?');
