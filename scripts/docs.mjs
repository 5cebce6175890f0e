/**
 * Makes docs/commands.md and man/meter.1 of the commands themselves: of oclif.manifest.json, which `npm run build` writes; and
 * docs/profiles/ of the built-in profiles.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { profileList, profilePage } from './profile-pages.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Groups that many commands share. They are described once. */
const SHARED = ['OUTPUT', 'CLOCK', 'CONNECTION', 'GLOBAL'];

const TITLES = { OUTPUT: 'Output', CLOCK: 'Clock', CONNECTION: 'Connection', GLOBAL: 'Every command' };

/** Commands of oclif's plugins are not ours. */
const ownCommands = ({ commands }) =>
  Object.values(commands)
    .filter(({ pluginName, hidden }) => pluginName === 'redis-meter' && !hidden)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

const nameOf = ({ id }) => id.replaceAll(':', ' ');

const exampleOf = (command, text) =>
  text.replaceAll('<%= config.bin %>', 'meter').replaceAll('<%= command.id %>', nameOf(command)).replace(/^\$ /, '');

const flagName = ({ char, name, type, helpValue, options, allowNo }) => {
  const value = type === 'boolean' ? '' : ` ${helpValue ?? options?.join('|') ?? 'VALUE'}`;
  return `${char ? `-${char}, ` : ''}--${allowNo ? '[no-]' : ''}${name}${value}`;
};

const visible = ({ flags }) => Object.values(flags).filter(({ hidden }) => !hidden);

/** The flags of a shared group, of all commands that have it. */
const sharedFlags = (commands, group) => {
  const found = new Map();
  for (const flag of commands.flatMap(visible)) if (flag.helpGroup === group && !found.has(flag.name)) found.set(flag.name, flag);
  return [...found.values()];
};

const groupsOf = (command) => SHARED.filter((group) => visible(command).some(({ helpGroup }) => helpGroup === group));
const ownFlags = (command) => visible(command).filter(({ helpGroup }) => !SHARED.includes(helpGroup));

/** A line of Markdown: characters that mean something there are literal. */
const literal = (text) => text.replaceAll(/[*_<>[\]\\`|]/g, '\\$&');

const flagLine = (flag) => `- \`${flagName(flag)}\` – ${literal(flag.description ?? '')}`;

export function commandsMarkdown(manifest) {
  const commands = ownCommands(manifest);
  const lines = [
    '# Commands',
    '',
    'This page is made of the commands themselves: `npm run docs`. `meter COMMAND --help` says the same.',
    '',
    ...commands.map(
      (command) =>
        `- [meter ${nameOf(command)}](#meter-${nameOf(command).replaceAll(' ', '-')}) – ${literal(command.summary ?? '')}`,
    ),
  ];
  for (const command of commands) {
    lines.push('', `## meter ${nameOf(command)}`, '', literal(command.summary ?? ''), '');
    if (command.usage) lines.push('```', ...[command.usage].flat().map((usage) => `meter ${usage}`), '```', '');
    for (const paragraph of (command.description ?? '').split('\n').filter((text) => text.trim() !== ''))
      lines.push(literal(paragraph), '');
    const args = Object.values(command.args ?? {});
    if (args.length > 0)
      lines.push(...args.map(({ name, description }) => `- \`${name.toUpperCase()}\` – ${literal(description ?? '')}`), '');
    const own = ownFlags(command);
    if (own.length > 0) lines.push(...own.map(flagLine), '');
    const shared = groupsOf(command).map((group) => `[${TITLES[group]}](#${TITLES[group].toLowerCase().replaceAll(' ', '-')})`);
    lines.push(`Also: ${shared.join(', ')}.`);
    if (command.examples?.length > 0) lines.push('', '```sh', ...command.examples.map((text) => exampleOf(command, text)), '```');
  }
  for (const group of SHARED) lines.push('', `## ${TITLES[group]}`, '', ...sharedFlags(commands, group).map(flagLine));
  return `${lines.join('\n')}\n`;
}

/** A line of roff: no character begins a request or an escape. */
const roff = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(['.])/, '\\&$1');

const roffFlag = (flag) => ['.TP', `.B ${roff(flagName(flag))}`, roff(flag.description ?? '')];

export function manPage(manifest, { version, description }) {
  const commands = ownCommands(manifest);
  const lines = [
    `.TH METER 1 "" "redis-meter ${version}" "User Commands"`,
    '.SH NAME',
    `meter \\- ${roff(description)}`,
    '.SH SYNOPSIS',
    '.B meter',
    'COMMAND [FLAGS]',
    '.SH COMMANDS',
  ];
  for (const command of commands) {
    lines.push(`.SS meter ${roff(nameOf(command))}`, roff(command.summary ?? ''));
    for (const paragraph of (command.description ?? '').split('\n').filter((text) => text.trim() !== ''))
      lines.push('.PP', roff(paragraph));
    for (const { name, description: text } of Object.values(command.args ?? {}))
      lines.push('.TP', `.I ${roff(name.toUpperCase())}`, roff(text ?? ''));
    lines.push(...ownFlags(command).flatMap(roffFlag));
    const examples = command.examples ?? [];
    if (examples.length > 0) lines.push('.PP', '.nf', ...examples.map((text) => roff(exampleOf(command, text))), '.fi');
  }
  for (const group of SHARED)
    lines.push(`.SH "${roff(`${TITLES[group]} flags`.toUpperCase())}"`, ...sharedFlags(commands, group).flatMap(roffFlag));
  return `${lines.join('\n')}\n`;
}

async function main() {
  const read = (name) => JSON.parse(readFileSync(`${ROOT}${name}`, 'utf8'));
  const manifest = read('oclif.manifest.json');
  mkdirSync(`${ROOT}man`, { recursive: true });
  writeFileSync(`${ROOT}docs/commands.md`, commandsMarkdown(manifest));
  writeFileSync(`${ROOT}man/meter.1`, manPage(manifest, read('package.json')));
  const { allBuiltin } = await import('../dist/lib/profile/builtin/all.js');
  const pages = `${ROOT}docs/profiles`;
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages, { recursive: true });
  writeFileSync(`${pages}/README.md`, profileList(allBuiltin));
  for (const profile of allBuiltin) writeFileSync(`${pages}/${profile.name}.md`, profilePage(profile));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
