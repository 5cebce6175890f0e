import type { Family, Grain } from '../../../types.js';
import { DAY, HOUR, sinceCreation, sinceWrite, stays } from './ttl.js';

const TTL = { total: null, month: 365 * DAY, day: 32 * DAY, hour: 7 * DAY } as const;

const PERIOD = { total: '', month: ':2026-11', day: ':2026-11-20', hour: ':2026-11-20:03' } as const;

const since = '1.1.263';

interface IndexFacts {
  id: string;
  pattern: string;
  grain: keyof typeof TTL & Grain;
  /** What the members name, in the plural. */
  members: string;
  reader: string;
  /** The family of the keys that the set lists, and the format of a member. */
  lists: readonly [family: string, member: string];
  /** Properties that only some sets have. */
  more?: Pick<Family, 'keep' | 'ghostMembers'>;
}

/** The set, and the marker that a reader writes when the set is empty and a scan of all keys has found nothing either. */
function indexSet({ id, pattern, grain, members, reader, lists: [family, member], more }: IndexFacts): [Family, Family] {
  const example = pattern.replace(/:\{\w+\}$/, PERIOD[grain]);
  const seconds = TTL[grain];
  return [
    {
      id: `index.${id}`,
      pattern,
      type: 'set',
      value: 'text',
      ttl: seconds === null ? stays : sinceWrite(seconds),
      grain,
      valueClass: 'operational',
      role: 'index',
      breaks: `The list of ${members} for ${reader}; readers without it scan all keys.`,
      lists: { family, member, marker: `index.${id}.empty` },
      since,
      examples: [example],
      ...more,
    },
    {
      id: `index.${id}.empty`,
      pattern: `${pattern}:empty`,
      type: 'string',
      value: 'flag',
      ttl: sinceCreation(HOUR),
      grain,
      valueClass: 'operational',
      role: 'marker',
      breaks: `Nothing but a scan of all keys when ${reader} is read again.`,
      harmless: true,
      since,
      examples: [`${example}:empty`],
    },
  ];
}

// The migration at start-up takes the index sets for usage data, and adds the word `index` as if it were an id.
const ghostMembers = ['index'];

const facts: IndexFacts[] = [
  {
    id: 'usage.daily',
    pattern: 'usage:daily:index:{date}',
    grain: 'day',
    members: 'API keys',
    reader: 'the dashboard and the trends by day',
    lists: ['usage.daily', '{keyId}'],
    more: { ghostMembers },
  },
  {
    id: 'usage.hourly',
    pattern: 'usage:hourly:index:{hour}',
    grain: 'hour',
    members: 'API keys',
    reader: 'the trends by hour',
    lists: ['usage.hourly', '{keyId}'],
  },
  {
    id: 'model.daily',
    pattern: 'usage:model:daily:index:{date}',
    grain: 'day',
    members: 'models',
    reader: 'the page of model statistics and costs',
    lists: ['model.daily', '{model}'],
    more: { ghostMembers },
  },
  {
    id: 'model.hourly',
    pattern: 'usage:model:hourly:index:{hour}',
    grain: 'hour',
    members: 'models',
    reader: 'the trend by hour',
    lists: ['model.hourly', '{model}'],
  },
  {
    id: 'model.monthly',
    pattern: 'usage:model:monthly:index:{month}',
    grain: 'month',
    members: 'models',
    reader: 'the page of costs by month and in all',
    lists: ['model.monthly', '{model}'],
  },
  {
    id: 'model.months',
    pattern: 'usage:model:monthly:months',
    grain: 'total',
    members: 'months',
    reader: 'the page of costs in all',
    lists: ['index.model.monthly', '{month}'],
  },
  {
    id: 'key-model.daily',
    pattern: 'usage:keymodel:daily:index:{date}',
    grain: 'day',
    members: '{keyId}:{model} pairs',
    reader: 'the daily trend and the model statistics of a key',
    lists: ['key-model.daily', '{keyId}:{model}'],
  },
  {
    id: 'key-model.hourly',
    pattern: 'usage:keymodel:hourly:index:{hour}',
    grain: 'hour',
    members: '{keyId}:{model} pairs',
    reader: 'the hourly trend of a key',
    lists: ['key-model.hourly', '{keyId}:{model}'],
  },
  {
    id: 'account-usage.daily',
    pattern: 'account_usage:daily:index:{date}',
    grain: 'day',
    members: 'accounts',
    reader: 'the account trend by day',
    lists: ['account-usage.daily', '{accountId}'],
  },
  {
    id: 'account-usage.hourly',
    pattern: 'account_usage:hourly:index:{hour}',
    grain: 'hour',
    members: 'accounts',
    reader: 'the account trend by hour',
    lists: ['account-usage.hourly', '{accountId}'],
  },
  {
    id: 'account-usage.model.daily',
    pattern: 'account_usage:model:daily:index:{date}',
    grain: 'day',
    members: '{accountId}:{model} pairs',
    reader: 'the daily cost of accounts',
    lists: ['account-usage.model.daily', '{accountId}:{model}'],
    more: {
      // This reader does not fall back to a scan: without the set the cost of today is 0.
      keep: {
        periods: 1,
        reader: 'the daily quota of Claude console and CCR accounts, which is enforced from the data of today',
      },
    },
  },
  {
    id: 'account-usage.model.hourly',
    pattern: 'account_usage:model:hourly:index:{hour}',
    grain: 'hour',
    members: '{accountId}:{model} pairs',
    reader: 'the account trend by hour',
    lists: ['account-usage.model.hourly', '{accountId}:{model}'],
  },
];

/** The keys of each bucket, so that screens need not scan for them. */
export const indexSets: Family[] = facts.flatMap(indexSet);
