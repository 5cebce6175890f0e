/** One line of MONITOR: `1732170000.123456 [0 127.0.0.1:50000] "HGETALL" "apikey:…"`. Must not be logged: it contains values. */
export interface MonitorLine {
  /** Seconds since the epoch, by the server's clock. */
  time: number;
  db: number;
  /** True when a script called the command. */
  inScript: boolean;
  /** The command and its arguments as byte strings; of a truncated line, the complete arguments. */
  args: string[];
}

/** The client is an address, the path of a socket, or the word `lua`. */
const HEAD = /^\+?(\d{1,12}\.\d{1,9}) \[(\d{1,9}) ([^"]*)\](?= "|$)/;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', '"': '"', '\\': '\\' };

/** Parses a line (a byte string without its line end). `cut`: the line was truncated. `null`: not a line of MONITOR. */
export function parseMonitorLine(line: string, cut = false): MonitorLine | null {
  const head = HEAD.exec(line);
  if (!head) return null;
  const args = quotedWords(line, head[0].length, cut);
  if (args === null || args.length === 0) return null;
  return { time: Number(head[1]), db: Number(head[2]), inScript: head[3] === 'lua', args };
}

function quotedWords(line: string, from: number, cut: boolean): string[] | null {
  const words: string[] = [];
  let at = from;
  while (at < line.length) {
    if (line[at] !== ' ') return null;
    if (line[at + 1] !== '"') return cut && at + 1 === line.length ? words : null;
    const end = closingQuote(line, at + 2);
    if (end < 0) return cut ? words : null;
    const word = unescaped(line.slice(at + 2, end));
    if (word === null) return null;
    words.push(word);
    at = end + 1;
  }
  return words;
}

function closingQuote(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === '"') return at;
  }
  return -1;
}

function unescaped(text: string): string | null {
  if (!text.includes('\\')) return text;
  let sound = true;
  const plain = text.replace(/\\(?:x([0-9a-fA-F]{2})|([^]))/g, (_, hex: string | undefined, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const character = ESCAPES[letter ?? ''];
    sound &&= character !== undefined;
    return character ?? '';
  });
  return sound ? plain : null;
}
