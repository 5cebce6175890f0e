import { says } from '../../errors/command-line.js';
import { usageError } from '../../format/errors.js';
import type { NamedTarget } from './config.js';

/** Flags for the address of Redis, by the corresponding member of a named target. */
const WHERE = {
  url: 'url',
  envFile: 'env-file',
  host: 'host',
  port: 'port',
  sentinel: 'sentinel',
  masterName: 'master-name',
} as const;

/** Other members. A flag replaces the member. */
const PARTS = ['user', 'db', 'tls', 'insecure', 'cluster', 'replica', 'cacert', 'cert', 'key', 'sni'] as const;

/** The members of a named target, as flags. Throws a usage error if flags name another Redis. */
export function flagsOf(named: NamedTarget, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const [other] = Object.values(WHERE).filter((flag) => given[flag] !== undefined);
  if (other !== undefined) throw usageError(says('two-targets', { other }));
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
