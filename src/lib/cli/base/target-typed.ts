import { shellQuote } from '../../format/shell.js';
import type { ConnectionFlags } from '../flags/connection.js';

/** Flags of the connection whose value is as good in another command; passwords are none of them. */
const VALUES = [
  'host',
  'port',
  'user',
  'db',
  'cacert',
  'cert',
  'key',
  'sni',
  'sentinel',
  'master-name',
  'sentinel-user',
  'env-file',
] as const;
const SWITCHES = ['tls', 'insecure', 'cluster'] as const;

/** As `meter restore` calls the key of a certificate, since its own --key names a key of Redis. */
const OF_RESTORE: Readonly<Partial<Record<(typeof VALUES)[number], string>>> = { key: 'tls-key' };

/**
 * The flags that lead another command to the same server, each with a space before it and without any secret. A password that was given on
 * the command line is asked for; what the environment says is left to it. `verb`: the command that they are for.
 */
export function targetTyped(flags: Partial<ConnectionFlags>, verb?: 'restore'): string {
  const db = flags.db === undefined || flags.db === 'all' ? '' : ` --db ${shellQuote(flags.db)}`;
  if (flags.target !== undefined) return ` --target ${shellQuote(flags.target)}${db}`;
  const url = flags.url === undefined ? null : withoutPassword(flags.url);
  const isAsked = flags['ask-password'] === true || flags.password !== undefined || url?.hadPassword === true;
  return [
    ...(url === null ? [] : [`--url ${shellQuote(url.text)}`]),
    ...VALUES.flatMap((name) =>
      flags[name] === undefined || flags[name] === 'all'
        ? []
        : [`--${verb === undefined ? name : (OF_RESTORE[name] ?? name)} ${shellQuote(String(flags[name]))}`],
    ),
    ...SWITCHES.flatMap((name) => (flags[name] ? [`--${name}`] : [])),
    ...(isAsked ? ['--ask-password'] : []),
  ]
    .map((flag) => ` ${flag}`)
    .join('');
}

/** Commands that a sentence names, each with its flags and their values. */
const COMMAND = /\bmeter (?:audit|fix-consistency|migrate|prune)(?: --[\w-]+(?: (?:'(?:[^']|'\\'')*'|(?!--)[^\s,;']+))?)*/g;

/** The sentence with the target behind each command that it names. */
export const withTarget = (sentence: string, target: string): string => sentence.replace(COMMAND, (command) => command + target);

/** What stands before the last `@` of an address, and its parameters, may hold credentials. */
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
