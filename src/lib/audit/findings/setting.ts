/** The command that changes a setting so that a restart does not forget it. */
import type { ServerFacts } from '../server-facts.js';

export function setting({ configFile, settingsTold }: ServerFacts, name: string, value: string): string {
  if (!settingsTold) return `set ${name} to ${value} where the provider lets you set it`;
  const now = `redis-cli CONFIG SET ${name} ${value}`;
  // CONFIG REWRITE fails where the server was started without a file.
  return configFile === '' ? `${now}, and start the server with --${name} ${value}` : `${now} && redis-cli CONFIG REWRITE`;
}
