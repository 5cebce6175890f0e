import { formatCount } from '../../../../format/number.js';
import type { Sentences } from '../../../../format/message.js';
import { takenValues } from '../../../../switches/settings.js';
import { shellQuote } from '../../../../format/shell.js';
import type { SwitchNotices } from '../../../../switches/notices.js';

/** Number of lines that are named before the last one. */
const SHOWN_LINES = 5;

const areSet = (first: string, { env, lines }: SwitchNotices['set-on-lines']): string =>
  `Lines ${first} and ${lines.at(-1)} ${lines.length === 2 ? 'both' : 'all'} set ${env}`;

const allLines = (given: SwitchNotices['set-on-lines']): string => areSet(given.lines.slice(0, -1).join(', '), given);

function fewLines(given: SwitchNotices['set-on-lines']): string {
  const { length } = given.lines;
  const more = length - SHOWN_LINES - 1;
  const others = given.lines.slice(0, Math.min(SHOWN_LINES, length - 1)).join(', ');
  return areSet(`${others}${more > 0 ? `, ${formatCount(more)} more` : ''}`, given);
}

function turnedOff({ env, value, breaks, reads, because }: SwitchNotices['switch-turned-off']): string {
  const doubt =
    reads === null
      ? ` Whether the application reads it is not known: ${because}.`
      : reads
        ? ''
        : ` It has no effect unless your application reads it: ${because}.`;
  return `${env}=${value}: ${breaks}${doubt}`;
}

export const switches: Sentences<SwitchNotices> = {
  'not-in-utf-8': ({ file, encoding }) =>
    `${file} is in ${encoding}, and programs read it as UTF-8. Its settings are read, and an edit changes no other byte. To convert it: iconv -f ${encoding} -t UTF-8 ${shellQuote(file)}`,
  'read-as-latin-1': ({ file }) =>
    `Text in ${file} is UTF-8 that was read as Latin-1 and saved again. An edit leaves it as it is. To see the text: iconv -f UTF-8 -t CP1252 ${shellQuote(file)}`,
  'set-more-than-once': ({ file, env }) => `${file} sets ${env} more than once; the last one counts.`,
  'set-on-lines': (given) => `${fewLines(given)}; the last one counts.`,
  'lines-removed': (given) => `${allLines(given)}; every one is removed.`,
  'last-line-changed': (given) => `${allLines(given)}; the last one counts and is the one changed.`,
  'node-reads-otherwise': ({ env }) =>
    `dotenv reads ${env} as wanted, but node --env-file does not: begin its line with ${env}= and use no tabs.`,
  'value-does-not-fit': ({ env, kind, readAs }) =>
    `${env} takes ${takenValues({ kind })}; what the file gives it is most likely read as ${readAs}.`,
  'switch-turned-off': turnedOff,
  'hard-links': ({ file, names }) => `${file} has ${names} names (hard links); the others keep the old content.`,
};
