/** Schema of events and switches in a profile's YAML. Imported only with the profile schema. */
import * as z from 'zod';
import type { Workload } from './operations.js';
import { isVersion } from './version.js';

const text = z.string().trim().min(1, 'must not be empty');
const release = z.string('must be a release in quotes, such as "1.10"').refine(isVersion, 'must be a release such as 1.2.3');
const releases = { since: release.exactOptional(), until: release.exactOptional() };
const when = z.array(text).min(1).exactOptional();
const amount = z.number().positive('must be above 0');
const share = z.number().min(0, 'must lie between 0 and 1').max(1, 'must lie between 0 and 1');
const shares = z.record(text, share);
const grain = z.enum(['total', 'month', 'week', 'day', 'hour', 'minute', 'none']);
const fieldGroup = z.enum(['ephemeral', 'cache']);
const evidence = z.enum(['measured', 'read', 'documented']);

/** `{ of: keys, each: 100, times: 3 }`: three commands per hundred keys, rounded up to the next hundred. */
const multiple = z
  .strictObject({
    of: z.enum(['keys', 'accounts', 'apiKeys', 'models', 'queues', 'workers']),
    each: amount.default(1),
    times: amount.default(1),
  })
  .transform(
    ({ of, each, times }) =>
      (workload: Workload): number =>
        times * Math.ceil(workload[of] / each),
  );
const count = z.union([amount, multiple], 'must be a number above 0, or an object with of, each and times');

const write = z.strictObject({
  command: text,
  family: text.nullable(),
  count: count.default(1),
  grain: grain.exactOptional(),
  dimension: text.exactOptional(),
  fieldGroup: fieldGroup.exactOptional(),
  when,
  inScript: z.boolean().exactOptional(),
  fields: amount.exactOptional(),
  missing: z.boolean().exactOptional(),
  ...releases,
});

const event = z.strictObject({
  id: text,
  source: text,
  title: text,
  every: z.union(
    [z.literal('request'), z.strictObject({ perDay: count }), z.strictObject({ minutes: amount, setBy: text.exactOptional() })],
    'must be request, or an object with perDay or minutes',
  ),
  when,
  transport: z.enum(['pipeline', 'parallel', 'sequence', 'transaction', 'script']),
  writes: z.array(write).min(1, 'must hold at least one command'),
  evidence,
  from: text,
  ...releases,
});

const condition = z.strictObject({
  id: text,
  title: text,
  share,
  flag: z.enum(['cost-share', 'long-context-share', 'cache-share']).exactOptional(),
  note: text.exactOptional(),
});

const figure = z.strictObject({
  id: text,
  title: text,
  commands: amount,
  per: z.enum(['request', 'day', 'call']),
  wire: amount.exactOptional(),
  shares: shares.nullable(),
  sources: z.array(text).min(1).exactOptional(),
  unexplained: amount.exactOptional(),
  evidence,
  from: text,
  ...releases,
});

export const operationsSchema = z.strictObject({
  load: z
    .strictObject({
      unit: z.enum(['jobs', 'checks']),
      counts: z.array(z.enum(['apiKeys', 'accounts', 'models', 'queues', 'workers'])),
    })
    .exactOptional(),
  conditions: z.array(condition).default([]),
  events: z.array(event).min(1, 'must hold at least one event'),
  figures: z.array(figure).exactOptional(),
  contents: z.record(text, amount).exactOptional(),
});

const removal = z.strictObject({
  sources: z.array(text).min(1).exactOptional(),
  events: z.array(text).min(1).exactOptional(),
  grains: z.array(grain).min(1).exactOptional(),
  dimension: text.exactOptional(),
  fieldGroups: z.array(fieldGroup).min(1).exactOptional(),
});

// YAML parses an unquoted false as a boolean.
const value = z.union([z.string(), z.boolean(), z.number()]).transform(String);

export const switchSchema = z.strictObject({
  env: text,
  title: text,
  kind: z.enum(['boolean', 'minutes', 'milliseconds', 'count']),
  default: value,
  off: value,
  removes: removal,
  otherReading: z.strictObject({ title: text, removes: removal }).exactOptional(),
  readBy: z.union(
    [
      z.literal('documents-only'),
      z.strictObject({ fork: text, release }),
      z.strictObject({ ...releases, note: text.exactOptional() }),
    ],
    'must be documents-only, or an object with fork and release, or with since, until and note',
  ),
  breaks: text,
  dark: z.array(text).default([]),
  presets: z.array(z.enum(['production', 'minimal'])).default([]),
  from: text,
});
