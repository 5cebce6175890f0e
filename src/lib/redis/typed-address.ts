import { shellQuote } from '../format/shell.js';
import type { TargetInputs } from './resolve-target.js';

/** The address of Redis, as the user typed it. */
export interface TypedAddress extends Omit<TargetInputs, 'db'> {
  /** A target that the user's configuration names. */
  target?: string | undefined;
  /** True: ask for the password at the terminal. */
  askPassword?: boolean | undefined;
  database?: number | 'all' | undefined;
}

/** Flags of `meter` whose value is also valid in another command, without passwords. */
const VALUES = {
  host: 'host',
  port: 'port',
  user: 'user',
  database: 'db',
  cacert: 'cacert',
  cert: 'cert',
  key: 'key',
  sni: 'sni',
  sentinel: 'sentinel',
  masterName: 'master-name',
  sentinelUser: 'sentinel-user',
  envFile: 'env-file',
} as const satisfies Partial<Record<keyof TypedAddress, string>>;

const SWITCHES = ['tls', 'insecure', 'cluster'] as const;

/** The flag names of `meter restore`, whose own --key names a key of Redis. */
const OF_RESTORE: Readonly<Partial<Record<string, string>>> = { key: 'tls-key' };

/**
 * The flags for the same server in another command, each with a space before it, without secrets. If the password was typed in a
 * flag, the other command asks for it. Settings of the environment are not repeated. `verb`: the other command.
 */
export function addressTyped(address: TypedAddress, verb?: 'restore'): string {
  const { database, target } = address;
  const db = database === undefined || database === 'all' ? '' : ` --db ${database}`;
  if (target !== undefined) return ` --target ${shellQuote(target)}${db}`;
  const url = address.url === undefined ? null : withoutPassword(address.url);
  const isAsked = address.askPassword === true || address.password !== undefined || url?.hadPassword === true;
  const values = Object.entries(VALUES) as [keyof typeof VALUES, string][];
  return [
    ...(url === null ? [] : [`--url ${shellQuote(url.text)}`]),
    ...values.flatMap(([member, flag]) => {
      const value = address[member];
      if (value === undefined || value === 'all') return [];
      return [`--${(verb === 'restore' ? OF_RESTORE[flag] : undefined) ?? flag} ${shellQuote(String(value))}`];
    }),
    ...SWITCHES.flatMap((name) => (address[name] ? [`--${name}`] : [])),
    ...(isAsked ? ['--ask-password'] : []),
  ]
    .map((flag) => ` ${flag}`)
    .join('');
}

/** The part before the last `@` of an address, and its parameters, may contain credentials. */
function withoutPassword(text: string): { text: string; hadPassword: boolean } {
  const [, scheme = '', rest = text] = /^([a-z+]+:\/\/)?(.*)$/is.exec(text) ?? [];
  const [address = '', parameters] = rest.split('?', 2);
  const at = address.lastIndexOf('@');
  const user = at < 0 ? '' : (address.slice(0, at).split(':', 1)[0] ?? '');
  const hasPassword = at >= 0 && address.slice(0, at).includes(':');
  const kept = `${scheme}${user === '' ? '' : `${user}@`}${address.slice(at + 1)}`;
  const others = (parameters ?? '').split('&').filter((each) => each !== '' && !/^pass/i.test(each));
  const hadPassword = hasPassword || /(?:^|&)pass/i.test(parameters ?? '');
  return { text: others.length === 0 ? kept : `${kept}?${others.join('&')}`, hadPassword };
}
