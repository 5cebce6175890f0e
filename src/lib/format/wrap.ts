import { wrapCjk } from './wrap-cjk.js';
import { characterWidth, displayWidth, isWide } from './width.js';

/**
 * Lines of at most `width` columns, broken at spaces. A word longer than a line is broken at the end of the line. Text with
 * Chinese, Japanese or Korean characters is also broken between these.
 */
export function wrapText(text: string, width: number): string[] {
  if (hasWide(text)) return wrapCjk(text, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => splitWord(long, width))) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(joined) > width) {
      lines.push(line);
      line = word;
    } else {
      line = joined;
    }
  }
  return [...lines, line];
}

function hasWide(text: string): boolean {
  for (const character of text) if (isWide(character)) return true;
  return false;
}

/** A word in pieces of at most `width` columns. */
function splitWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of word) {
    const columns = characterWidth(character);
    if (used + columns > width && part !== '') {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += columns;
  }
  return [...parts, part];
}
