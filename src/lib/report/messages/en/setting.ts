/** How a setting of the server is changed. */
import type { Setting } from '../../../audit/remedy.js';

/** `commands`: command lines that set it. */
export function settingText({ name, value, by }: Setting, commands: readonly string[]): string {
  if (by === 'provider') return `set ${name} to ${value} where the provider lets you set it`;
  const now = commands.join(' && ');
  return by === 'start' ? `${now}, and start the server with --${name} ${value}` : now;
}

/** All commands as one line to paste. What else is to be done stands behind it, where a shell ignores it. */
export function settingLine({ name, value, by }: Setting, commands: readonly string[]): string {
  const line = commands.join(' && ');
  return by === 'start' ? `${line} # and start the server with --${name} ${value}` : line;
}
