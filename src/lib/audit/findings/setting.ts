/** Commands that change a setting and keep it after a restart. */
import type { Command, Setting } from '../remedy.js';
import type { ServerFacts } from '../server-facts.js';

export function settingOf({ configFile, settingsKnown }: ServerFacts, name: string, value: string): Setting {
  // CONFIG REWRITE fails if the server was started without a configuration file.
  return { name, value, by: settingsKnown ? (configFile === '' ? 'start' : 'rewrite') : 'provider' };
}

export function settingCommands({ name, value, by }: Setting): Command[] {
  if (by === 'provider') return [];
  const set: Command = { program: 'redis-cli', verb: 'CONFIG', args: ['SET', name, value] };
  return by === 'start' ? [set] : [set, { program: 'redis-cli', verb: 'CONFIG', args: ['REWRITE'] }];
}
