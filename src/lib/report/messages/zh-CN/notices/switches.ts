import type { Sentences } from '../../../../format/message.js';
import { shellQuote } from '../../../../format/shell.js';
import type { SwitchNotices } from '../../../../switches/notices.js';
import { joined } from '../figures.js';

const VALUES: Readonly<Record<SwitchNotices['value-does-not-fit']['kind'], string>> = {
  boolean: ' true 或 false',
  minutes: '大于 0 的整数（分钟）',
  milliseconds: '大于 0 的整数（毫秒）',
  count: '大于 0 的整数',
};

/** Number of lines that are named before the last one. */
const SHOWN_LINES = 5;

const allLines = ({ env, lines }: SwitchNotices['set-on-lines']): string => `第 ${lines.join('、')} 行都设置了 ${env}`;

function fewLines({ env, lines }: SwitchNotices['set-on-lines']): string {
  const more = lines.length - SHOWN_LINES - 1;
  if (more <= 0) return allLines({ env, lines });
  return `第 ${lines.slice(0, SHOWN_LINES).join('、')} 行等 ${lines.length} 行（最后为第 ${lines.at(-1)} 行）都设置了 ${env}`;
}

function turnedOff({ env, value, breaks, reads, because }: SwitchNotices['switch-turned-off']): string {
  const doubt = reads === null ? `应用是否读取它未知：${because}。` : reads ? '' : `只有应用读取它才起作用：${because}。`;
  return joined(`${env}=${value}：`, breaks, doubt);
}

export const switches: Sentences<SwitchNotices> = {
  'not-in-utf-8': ({ file, encoding }) =>
    `${file} 是 ${encoding} 编码，而程序按 UTF-8 读取。其中的设置照常读取，修改时不改动其他字节。转换：iconv -f ${encoding} -t UTF-8 ${shellQuote(file)}`,
  'read-as-latin-1': ({ file }) =>
    `${file} 中有 UTF-8 文字被当作 Latin-1 读取后另存。修改时保持原样。查看原文：iconv -f UTF-8 -t CP1252 ${shellQuote(file)}`,
  'set-more-than-once': ({ file, env }) => `${file} 多次设置 ${env}，以最后一次为准。`,
  'set-on-lines': (given) => `${fewLines(given)}，以最后一次为准。`,
  'lines-removed': (given) => `${allLines(given)}，全部删除。`,
  'last-line-changed': (given) => `${allLines(given)}，以最后一次为准，只修改该行。`,
  'node-reads-otherwise': ({ env }) => `dotenv 能正确读取 ${env}，node --env-file 不能：该行须以 ${env}= 开头，且不含制表符。`,
  'value-does-not-fit': ({ env, kind, readAs }) => `${env} 可取${VALUES[kind]}；文件中的值很可能被读作 ${readAs}。`,
  'switch-turned-off': turnedOff,
  'hard-links': ({ file, names }) => `${file} 有 ${names} 个名称（硬链接），其他名称保留旧内容。`,
};
