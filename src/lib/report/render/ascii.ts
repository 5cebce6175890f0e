/** Box, block and other drawing characters, each by one of ASCII, so that columns stay where they are. */
const ASCII: Readonly<Record<string, string>> = {
  '─': '-',
  '█': '#',
  '▏': ' ',
  '▎': ' ',
  '▍': ' ',
  '▌': '#',
  '▋': '#',
  '▊': '#',
  '▉': '#',
  '●': '*',
  '◆': '+',
  '○': 'o',
  '…': '~',
  '·': '|',
  '’': "'",
};

const DRAWN = new RegExp(`[${Object.keys(ASCII).join('')}]`, 'gu');

export const asciiOf = (text: string): string => text.replace(DRAWN, (character) => ASCII[character]!);
