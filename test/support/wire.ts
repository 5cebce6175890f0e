/** Parses what clients send: RESP arrays of bulk strings, in any chunks. */

/** Returns a reader of chunks that reports each complete command, with its name in upper case. */
export function countCommands(onCommand: (name: string, args: readonly string[]) => void): (chunk: Buffer) => void {
  let pending = '';
  return (chunk) => {
    pending += chunk.toString('latin1');
    for (;;) {
      const command = readCommand(pending);
      if (!command) return;
      pending = pending.slice(command.end);
      const [name = '', ...args] = command.words;
      onCommand(name.toUpperCase(), args);
    }
  };
}

function readCommand(text: string): { words: string[]; end: number } | null {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return null;
  const words: string[] = [];
  let end = head[0].length;
  for (let word = 0; word < Number(head[1]); word++) {
    const length = /^\$(\d+)\r\n/.exec(text.slice(end, end + 16));
    if (!length) return null;
    const start = end + length[0].length;
    end = start + Number(length[1]) + 2;
    if (end > text.length) return null;
    words.push(text.slice(start, end - 2));
  }
  return { words, end };
}
