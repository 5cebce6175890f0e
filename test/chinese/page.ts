/** What a page in two languages must have alike. */

export interface Section {
  level: number;
  title: string;
  /** Rows of tables, items of lists. */
  items: number;
  /** Commands, options, names of files and variables that the text marks as code. */
  names: string[];
  commands: string[];
  /** Examples of YAML and JSON without their remarks. */
  examples: string[];
  /** Figures of the text, and those that English may write as words. */
  figures: Set<string>;
  words: Set<string>;
  /** Figures of each piece of output, without what differs from run to run. */
  outputs: string[][];
  /** The text without code. */
  prose: string[];
}

/** A command that shows the Chinese output, and the output. */
export interface Shown {
  command: string;
  output: string[];
}

export interface Page {
  sections: Section[];
  links: string[];
  shown: Shown[];
}

const WORDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
      (word, number) => [word, String(number)],
    ),
  ),
  ...Object.fromEntries(
    [
      'january',
      'february',
      'march',
      'april',
      'may',
      'june',
      'july',
      'august',
      'september',
      'october',
      'november',
      'december',
    ].map((month, index) => [month, String(index + 1).padStart(2, '0')]),
  ),
  once: '1',
  twice: '2',
  twenty: '20',
  thirty: '30',
};

const COMMAND = /^(?:[A-Z_]+=\S+ )*(?:meter|redis-cli|npm|npx|ACL) |^--share /;
const FIGURE = /\d(?:[\d,.]*\d)?/g;
/** Times, and the numbers of commands of a run. */
const VARIES = /^ {2}(?:Spent|开销) /;
const NAME = /^meter |--|^\S*(?:[A-Z]{2}|[a-z][A-Z]|[_{}=.])\S*$/;
const CODE = /`[^`]+`/g;

const figuresIn = (text: string): string[] => text.match(FIGURE) ?? [];
const isChinese = (command: string): boolean => command.includes('--lang zh-CN');

/** Without the language, and the remark behind it. */
const commandOf = (line: string): string =>
  line
    .replace('METER_LANG=zh-CN ', '')
    .replace(/ +# .*$/, '')
    .replace(/ {2,}\S.*$/, '')
    .trim();

const sectionOf = (level: number, title: string): Section => ({
  level,
  title,
  items: 0,
  names: [],
  commands: [],
  examples: [],
  figures: new Set(),
  words: new Set(),
  outputs: [],
  prose: [],
});

export function pageOf(text: string): Page {
  const page: Page = { sections: [], links: [], shown: [] };
  let section = sectionOf(0, '');
  let last: string | undefined;
  text.split(/^```(.*)\n([^]*?)^```$/m).forEach((part, index, parts) => {
    if (index % 3 === 0)
      for (const line of paragraphsOf(part)) {
        const heading = /^(#+) (.*)/.exec(line);
        if (heading !== null) page.sections.push((section = sectionOf(heading[1]!.length, heading[2]!)));
        readLine(heading?.[2] ?? line, section, page);
        if (line.trim() !== '') last = undefined;
      }
    else if (index % 3 === 2) last = readBlock(parts[index - 1]!, part.trimEnd().split('\n'), section, page, last);
  });
  return page;
}

/** Lines that a paragraph or an item of a list goes on with are one with it. */
function paragraphsOf(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const last = found.at(-1) ?? '';
    if (/^(?:$|[|#]|- )/.test(line) || /^(?:$|[|#])/.test(last)) found.push(line);
    else found[found.length - 1] = `${last} ${line.trimStart()}`;
  }
  return found;
}

function readLine(line: string, section: Section, page: Page): void {
  if (/^(?:\||- |\d+\. )/.test(line)) section.items++;
  for (const [, link] of line.matchAll(/\]\(([^)]+)\)/g)) page.links.push(link!);
  const text = line.replaceAll(/\]\([^)]+\)/g, ']');
  for (const code of text.match(CODE) ?? []) {
    const name = code.slice(1, -1);
    if (NAME.test(name)) section.names.push(name);
  }
  const prose = text.replaceAll(CODE, '`x`').replaceAll(/(?:docs|dashboards)\/\S*/g, 'x');
  if (prose.trim() !== '') section.prose.push(prose);
  for (const figure of figuresIn(prose)) section.figures.add(figure);
  for (const word of prose.toLowerCase().match(/[a-z]+/g) ?? []) if (WORDS[word] !== undefined) section.words.add(WORDS[word]);
}

/** Returns the command whose output follows. */
function readBlock(kind: string, lines: string[], section: Section, page: Page, before: string | undefined): string | undefined {
  if (kind === 'yaml' || kind === 'json') {
    section.examples.push(lines.map((line) => line.replace(/ *# .*$/, '')).join('\n'));
    return undefined;
  }
  const joined = lines
    .join('\n')
    .replaceAll(/\\\n +/g, '')
    .split('\n');
  if (joined.some((line) => COMMAND.test(line))) {
    const commands = joined.map(commandOf).filter((line) => line !== '');
    section.commands.push(...commands.filter((command) => !isChinese(command)));
    return commands.findLast(isChinese);
  }
  if (before !== undefined && before.startsWith('meter ')) page.shown.push({ command: before, output: lines });
  else
    section.outputs.push(
      lines
        .filter((line) => !VARIES.test(line))
        .flatMap(figuresIn)
        .toSorted(),
    );
  return undefined;
}
