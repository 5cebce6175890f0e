import type { Claim, Operations, StatedFigure, Write, WriteEvent } from '../../../operations.js';

const from = 'the document on the surge of Redis commands';

/** The four switches leave 28 of the 93 commands. The rest is divided in the ratio of the document's 30, 5, 25 and 10 percent. */
const TOKEN_USAGE = 93;
const LEFT = 28;
const percent = { hour: 30, minute: 5, model: 25, cache: 10 };
const part = (of: number): number =>
  ((TOKEN_USAGE - LEFT) * of) / (percent.hour + percent.minute + percent.model + percent.cache);

/** The document counts commands by function, not by key. */
const some = (count: number, details: Partial<Write> = {}): Write => ({ command: 'HINCRBY', family: null, count, ...details });

const event = (id: string, source: string, title: string, writes: readonly Write[]): WriteEvent => ({
  id,
  source,
  title,
  every: 'request',
  transport: 'pipeline',
  writes,
  evidence: 'documented',
  from,
});

const claim = (id: string, title: string, commands: number, per: StatedFigure['per']): StatedFigure => ({
  id,
  title,
  commands,
  per,
  shares: null,
  evidence: 'documented',
  from,
});

/** Of the 23,640 other commands at 3,000 requests a day, about 15,000 remain when statistics are off. */
const OTHER = 23_640 / 3000;
const OTHER_KEPT = 15_000 / 3000;

const saves = (remedy: string, least: number, most = least, of: Claim['of'] = 'commands'): Claim => ({
  remedy,
  saves: [least / 100, most / 100],
  of,
});

/** The document's own figures, for 3,000 requests a day. */
export const documentedOperations: Operations = {
  conditions: [],
  events: [
    event('token-usage', 'token-usage', 'token statistics of the API key, the model and the system', [
      some(LEFT),
      some(part(percent.hour), { grain: 'hour' }),
      some(part(percent.minute), { grain: 'minute' }),
      some(part(percent.model), { dimension: 'model' }),
      some(part(percent.cache), { fieldGroup: 'ephemeral' }),
    ]),
    event('account-usage', 'account-usage', 'token statistics of the account', [some(60)]),
    event('other', 'other', 'what is not statistics', [some(OTHER_KEPT)]),
    event('other.statistics', 'other', 'other statistics', [some(OTHER - OTHER_KEPT)]),
  ],
  figures: [
    claim('total', 'commands a day, as they are', 482_640, 'day'),
    claim('switches', 'commands a day with the four switches off', 144_000, 'day'),
    claim('statistics', 'commands a day with statistics off', 15_000, 'day'),
  ],
  claims: [
    saves('ENABLE_HOURLY_STATS', percent.hour),
    saves('ENABLE_MINUTE_STATS', percent.minute),
    saves('ENABLE_MODEL_STATS', percent.model),
    saves('ENABLE_DETAILED_CACHE_STATS', percent.cache),
    saves('switches', 70),
    saves('script', 50, 60, 'round-trips'),
    saves('buffer', 80, 90),
    saves('statistics', 97),
  ],
};
