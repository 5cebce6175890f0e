import { usageError } from '../../format/errors.js';
import type { NamedTarget } from './config.js';

/** Flags that say where Redis is, by the member of a named target that says the same. */
const WHERE = {
  url: 'url',
  envFile: 'env-file',
  host: 'host',
  port: 'port',
  sentinel: 'sentinel',
  masterName: 'master-name',
} as const;

/** The others; a flag that is given replaces the member. */
const PARTS = ['user', 'db', 'tls', 'insecure', 'cluster', 'replica', 'cacert', 'cert', 'key', 'sni'] as const;

/** What a named target says, as flags would. Throws a usage error where flags name another Redis. */
export function flagsOf(named: NamedTarget, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const [other] = Object.values(WHERE).filter((flag) => given[flag] !== undefined);
  if (other !== undefined) throw usageError(`--target and --${other} both say where Redis is.`, 'Give one of them.');
  const where = Object.entries(WHERE).flatMap(([member, flag]) => {
    const value = named[member as keyof typeof WHERE];
    return value === undefined ? [] : [[flag, value] as const];
  });
  const parts = PARTS.flatMap((part) => {
    const value = named[part];
    return value === undefined || given[part] !== undefined ? [] : [[part, part === 'db' ? String(value) : value] as const];
  });
  return Object.fromEntries([...where, ...parts]);
}
