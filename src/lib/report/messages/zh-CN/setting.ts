import type { Setting } from '../../../audit/remedy.js';

/** `commands`: command lines that set it. */
export function settingText({ name, value, by }: Setting, commands: readonly string[]): string {
  if (by === 'provider') return `在服务商处将 ${name} 设为 ${value}`;
  const now = commands.join(' && ');
  return by === 'start' ? `${now}，并在启动时加 --${name} ${value}` : now;
}

/** All commands as one line to paste. What else is to be done stands behind it, where a shell ignores it. */
export function settingLine({ name, value, by }: Setting, commands: readonly string[]): string {
  const line = commands.join(' && ');
  return by === 'start' ? `${line} # 并在启动时加 --${name} ${value}` : line;
}
