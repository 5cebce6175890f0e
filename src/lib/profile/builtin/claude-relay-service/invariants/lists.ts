import type { IndexInvariant, Listed, ListingInvariant } from '../../../invariants.js';
import { byteString } from '../../../../format/byte-string.js';

const indexCause =
  'A request whose commands were cut off between the counter and the index, or a key that was deleted without its index member.';

const index = (id: string, family: string, what: string, ghosts?: string): IndexInvariant => ({
  id,
  kind: 'index',
  title: `the index lists exactly the existing ${what}`,
  index: `index.${family}`,
  cause: indexCause,
  ...(ghosts !== undefined && { ghosts }),
});

const indexes: IndexInvariant[] = [
  index('I1', 'usage.daily', 'keys with usage of a day', 'D12'),
  index('I2', 'usage.hourly', 'keys with usage of an hour'),
  index('I3', 'model.daily', 'models of a day', 'D12'),
  index('I4', 'model.hourly', 'models of an hour'),
  index('I5', 'model.monthly', 'models of a month'),
  index('I5b', 'model.months', 'months with models'),
  index('I6', 'key-model.daily', 'pairs of key and model of a day'),
  index('I7', 'key-model.hourly', 'pairs of key and model of an hour'),
  index('I8', 'account-usage.daily', 'accounts with usage of a day'),
  index('I9', 'account-usage.hourly', 'accounts with usage of an hour'),
  index('I10', 'account-usage.model.daily', 'pairs of account and model of a day'),
  index('I11', 'account-usage.model.hourly', 'pairs of account and model of an hour'),
];

type Entity = Parameters<ListingInvariant['listed']>;

const isDeleted = (fields: Entity[1]): boolean => fields.get('isDeleted') === 'true';
/** A deleted API key that is kept may still be in a list, or a rebuild at start-up may have added it again. */
const kept = (fields: Entity[1]): Pick<Listed, 'optional'> => (isDeleted(fields) ? { optional: 'D9' } : {});
const idOf = (captures: Entity[0]): string => captures.keyId ?? '';

/** A time as the score of a sorted set, in milliseconds; 0 if it is not set. */
const milliseconds = (time: string | undefined): string => {
  const value = time ? Date.parse(time) : 0;
  return String(Number.isNaN(value) ? 0 : value);
};

/** Tags are stored as a JSON array of texts. Any other value counts as no tags. Takes and returns byte strings. */
function tagsOf(fields: Entity[1]): string[] {
  try {
    const tags: unknown = JSON.parse(Buffer.from(fields.get('tags') ?? '[]', 'latin1').toString('utf8'));
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string' && tag !== '').map(byteString) : [];
  } catch {
    return [];
  }
}

const lowerCase = (text: string): string => byteString(Buffer.from(text, 'latin1').toString('utf8').toLowerCase());

const listing = (
  id: string,
  list: string,
  title: string,
  listed: (...entity: Entity) => Listed[],
  valued = false,
): ListingInvariant => ({
  id,
  kind: 'listing',
  title,
  list,
  entity: 'api-key',
  listed,
  ...(valued && { valued }),
  cause:
    'An API key that was created, changed or deleted while the index was not kept, or one that expired after a year without use.',
});

const listings: ListingInvariant[] = [
  listing('K1', 'index.api-key.all', 'the list of all API keys matches their hashes', (captures) => [{ member: idOf(captures) }]),
  listing(
    'K2',
    'index.api-key.created',
    'the index by creation time has every API key with its time',
    (captures, fields) => [{ member: idOf(captures), value: milliseconds(fields.get('createdAt')) }],
    true,
  ),
  listing(
    'K3',
    'index.api-key.used',
    'the index by last use has every API key with its time',
    (captures, fields) => [{ member: idOf(captures), value: milliseconds(fields.get('lastUsedAt')) }],
    true,
  ),
  listing('K4', 'index.api-key.name', 'the index by name has every API key with its name', (captures, fields) => [
    { member: `${lowerCase(fields.get('name') ?? '')}\0${idOf(captures)}` },
  ]),
  listing('K5', 'index.api-key.active', 'the set of active API keys matches their hashes', (captures, fields) =>
    fields.get('isActive') === 'true' && !isDeleted(fields) ? [{ member: idOf(captures) }] : [],
  ),
  listing('K6', 'index.api-key.deleted', 'the set of deleted API keys matches their hashes', (captures, fields) =>
    isDeleted(fields) ? [{ member: idOf(captures) }] : [],
  ),
  listing('K7', 'index.api-key.tag', 'the set of a tag has the API keys with that tag', (captures, fields) =>
    tagsOf(fields).map((tag) => ({ member: idOf(captures), group: { tag }, ...kept(fields) })),
  ),
  listing('K7b', 'index.api-key.tags', 'the set of tags has the tags of all API keys', (_, fields) =>
    tagsOf(fields).map((tag) => ({ member: tag, ...kept(fields) })),
  ),
  listing(
    'K8',
    'api-key.hash-map',
    'the map of hashes has every API key',
    (captures, fields) => {
      const hash = fields.get('apiKey') ?? '';
      return hash === '' ? [] : [{ member: hash, value: idOf(captures), ...kept(fields) }];
    },
    true,
  ),
  {
    ...listing('K9', 'cost-rank', 'the ranks by cost have every API key that is not deleted', (captures, fields) =>
      isDeleted(fields) ? [] : ['today', '7days', '30days', 'all'].map((range) => ({ member: idOf(captures), group: { range } })),
    ),
    refreshed: 'D8',
    cause:
      'Ranks are computed every ten minutes to two hours; an API key that was created or deleted since then is missing or still listed.',
    unrepairable: 'the application computes the ranks again by itself',
  },
];

/** Invariants of the index sets of buckets, and of the lists of API keys. */
export const listInvariants = [...indexes, ...listings];
