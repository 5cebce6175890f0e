/** Replaces each drawing character by one ASCII character, so that columns stay aligned. */
const ASCII: Readonly<Record<string, string>> = {
  '─': '-',
  '│': '|',
  '╭': '.',
  '╮': '.',
  '╰': "'",
  '╯': "'",
  '┄': '.',
  '┊': ':',
  '╌': '=',
  '░': ':',
  '█': '#',
  '▏': ' ',
  '▎': ' ',
  '▍': ' ',
  '▌': '#',
  '▋': '#',
  '▊': '#',
  '▉': '#',
  '▁': '_',
  '▂': '_',
  '▃': '.',
  '▄': ':',
  '▅': ':',
  '▆': '#',
  '▇': '#',
  '●': '*',
  '◆': '+',
  '○': 'o',
  '…': '~',
  '·': '|',
  '’': "'",
};

const DRAWN = new RegExp(`[${Object.keys(ASCII).join('')}]`, 'gu');

export const asciiOf = (text: string): string => text.replace(DRAWN, (character) => ASCII[character]!);
