import { usageError } from '../../format/errors.js';

/** What a command line holds, as far as it is looked at here. */
interface Parsed {
  argv: readonly unknown[];
  flags: Readonly<Record<string, unknown>>;
}

/** What help calls the values that are paths. */
const PATHS: readonly unknown[] = ['FILE', 'DIR', 'PROFILE'];

/** Two letters at least: one is a drive of Windows. */
const ADDRESS = /^\s*[a-z][a-z0-9+.-]+:\/\//i;

/**
 * Throws a usage error for an address where a path is wanted. It would be looked for as a file, and its password shown by everything that
 * names the file. No command takes an address as its argument.
 */
export function refuseAddresses({ argv, flags }: Parsed, definitions: Readonly<Record<string, object>>): void {
  const isAddress = (value: unknown): boolean => [value].flat().some((one) => typeof one === 'string' && ADDRESS.test(one));
  const [misplaced] = Object.entries(definitions).filter(
    ([name, definition]) => 'helpValue' in definition && PATHS.includes(definition.helpValue) && isAddress(flags[name]),
  );
  if (misplaced === undefined && !argv.some(isAddress)) return;
  throw usageError(
    `${misplaced === undefined ? 'The argument' : `--${misplaced[0]}`} names a file, and what was given is an address.`,
    'Give the address of a Redis in REDIS_URL or as --url; copy a file from elsewhere to this machine first.',
  );
}
