import { says } from '../../errors/command-line.js';
import { usageError } from '../../format/errors.js';

/** The parts of a command line that are read here. */
interface Parsed {
  argv: readonly unknown[];
  flags: Readonly<Record<string, unknown>>;
}

/** Names of values that are paths, in the help. */
const PATHS: readonly unknown[] = ['FILE', 'DIR', 'PROFILE'];

/** At least two letters, because one letter is a Windows drive. */
const ADDRESS = /^\s*[a-z][a-z0-9+.-]+:\/\//i;

/**
 * Throws a usage error for an address in place of a path. Otherwise it would be read as a file, and every message with the file's
 * name would show its password. No command takes an address as its argument.
 */
export function refuseAddresses({ argv, flags }: Parsed, definitions: Readonly<Record<string, object>>): void {
  const isAddress = (value: unknown): boolean => [value].flat().some((one) => typeof one === 'string' && ADDRESS.test(one));
  const [misplaced] = Object.entries(definitions).filter(
    ([name, definition]) => 'helpValue' in definition && PATHS.includes(definition.helpValue) && isAddress(flags[name]),
  );
  if (misplaced === undefined && !argv.some(isAddress)) return;
  throw usageError(says('address-as-file', { flag: misplaced?.[0] ?? null }));
}
