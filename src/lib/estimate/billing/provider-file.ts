/** Reads a provider from a YAML file. Load this module only when needed: yaml and zod load slowly. */
import { says } from '../../errors/files.js';
import * as z from 'zod';
import { readSmallFile } from '../../files/small-file.js';
import { parseYaml } from '../../files/yaml-file.js';
import { safeText } from '../../format/terminal.js';
import type { Provider } from './provider.js';

const amount = z.number().min(0);
const optionalAmount = amount.nullable().default(null);
const text = z.string().trim().min(1).max(200);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens');

const storage = z.strictObject({ perGigabyte: amount, freeBytes: amount.default(0), leastBytes: amount.default(0) });

const bandwidth = z.strictObject({ includedBytes: amount, perGigabyte: optionalAmount });

const plan = z.strictObject({
  id,
  title: text,
  monthly: optionalAmount,
  included: optionalAmount,
  perMillion: optionalAmount,
  dataBytes: optionalAmount,
  storage: storage.nullable().default(null),
  bandwidth: bandwidth.nullable().default(null),
  perSecond: optionalAmount,
  note: text.nullable().default(null),
});

const metering = z.strictObject({
  unit: z.enum(['command', 'ECPU']).default('command'),
  scriptCalls: z.enum(['one-by-one', 'with-the-script']).default('one-by-one'),
  free: z.array(z.string().transform((command) => command.toUpperCase())).default([]),
  writesCount: z.number().min(1).default(1),
  atLeast: z.boolean().default(false),
  title: text.default('as the price list given says'),
});

const provider = z.strictObject({
  id,
  title: text,
  metering: metering.nullable().default(null),
  plans: z.array(plan).min(1),
  asOf: z
    .string()
    .regex(/^\d{4}-\d\d(?:-\d\d)?$/, 'a day or a month such as 2026-11-20')
    .nullable()
    .default(null),
  source: text.default('a price list of your own'),
  note: text.nullable().default(null),
});

/** Throws a usage error that names the invalid member, with line and column. */
export async function readProviderFile(path: string): Promise<Provider> {
  const { bytes } = await readSmallFile(path, (why) => says('provider-file-unreadable', { path: safeText(path), why }));
  return parseYaml(bytes.toString('utf8'), provider, {
    path,
    whole: says('the-provider'),
    help: says('format-described', { where: 'docs/estimate.md' }),
  });
}
