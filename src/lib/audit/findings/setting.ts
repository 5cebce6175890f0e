/** The commands that change a setting so that a restart does not forget it. */
import type { Command, Setting } from '../remedy.js';
import type { ServerFacts } from '../server-facts.js';

export function settingOf({ configFile, settingsTold }: ServerFacts, name: string, value: string): Setting {
  // CONFIG REWRITE fails where the server was started without a file.
  return { name, value, by: settingsTold ? (configFile === '' ? 'start' : 'rewrite') : 'provider' };
}

export function settingCommands({ name, value, by }: Setting): Command[] {
  if (by === 'provider') return [];
  const set: Command = { program: 'redis-cli', verb: 'CONFIG', args: ['SET', name, value] };
  return by === 'start' ? [set] : [set, { program: 'redis-cli', verb: 'CONFIG', args: ['REWRITE'] }];
}
