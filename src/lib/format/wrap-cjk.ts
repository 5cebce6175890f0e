/** Line breaks in text with Chinese, Japanese or Korean characters: between these, and at spaces. */
import { displayWidth, isWide } from './width.js';

/** Signs that must not begin a line, or stand alone after a break: closing brackets and stops. */
export const NO_START =
  /^[\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff05\uff09\uff3d\uff5d\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u301e\u2019\u201d\u2026\u2014\uff5e\u00b7\u3005\u2030\u2103!%),.:;?\]}]/u;
/** Signs that must not end a line: opening brackets, and what belongs to the figure after it. */
export const NO_END =
  /[\uff08\uff3b\uff5b\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u301d\u2018\u201c\uffe5\uff04\u2116([{$#@~\u00b1\u2264\u2265]$/u;
/** `about` and the sign of ordinals stay with their figure. */
const ABOUT = /^[\u7ea6\u7b2c]$/;
/** A figure keeps its unit. */
const FIGURE = /[\d.]$/;
const UNIT = /^(?:%|ms|min|[dhs]|[kKMGTP]?i?B)$/;
/** At most so many pieces move down together: a line of brackets only must end somewhere. */
const MOST_MOVED = 6;

interface Piece {
  text: string;
  /** Spaces before it, unless it begins a line. */
  gap: number;
}

export function wrapCjk(text: string, width: number): string[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  for (const piece of piecesOf(text, width)) {
    const line = lines.at(-1)!;
    const needed = (line.length === 0 ? 0 : piece.gap) + displayWidth(piece.text);
    if (line.length > 0 && used + needed > width) {
      const next = [...movedDown(line, piece, width), piece];
      lines.push(next);
      used = widthOf(next);
    } else {
      line.push(piece);
      used += needed;
    }
  }
  return fillLast(lines, width).map(lineText);
}

/** Takes from the end of a full line what must stay with the piece that begins the next line. */
function movedDown(line: Piece[], piece: Piece, width: number): Piece[] {
  const moved: Piece[] = [];
  while (line.length > 1 && moved.length < MOST_MOVED && mustStay(line.at(-1)!, moved[0] ?? piece)) {
    if (widthOf([line.at(-1)!, ...moved, piece]) > width) break;
    moved.unshift(line.pop()!);
  }
  return moved;
}

const mustStay = (before: Piece, after: Piece): boolean =>
  (NO_START.test(after.text) && after.gap === 0) ||
  NO_END.test(before.text) ||
  (ABOUT.test(before.text) && /^\d/.test(after.text)) ||
  (after.gap === 1 && UNIT.test(after.text) && FIGURE.test(before.text));

/** A last line of one character, with or without its stop, takes another from the line before. */
function fillLast(lines: Piece[][], width: number): Piece[][] {
  const [before, last] = [lines.at(-2), lines.at(-1)];
  const [first, second, ...others] = last ?? [];
  if (before === undefined || before.length < 3 || first === undefined || others.length > 0) return lines;
  if (!isWide(first.text) || (second !== undefined && second.text !== '。') || !isWide(before.at(-1)!.text)) return lines;
  const rest = before.slice(0, -1);
  const taken = before.at(-1)!;
  const moved = [...movedDown(rest, taken, width), taken, ...last!];
  return widthOf(moved) > width ? lines : [...lines.slice(0, -2), rest, moved];
}

const widthOf = (line: readonly Piece[]): number => displayWidth(lineText(line));

const lineText = (line: readonly Piece[]): string =>
  line.map(({ text, gap }, index) => (index === 0 ? text : ' '.repeat(gap) + text)).join('');

/** Wide characters one by one, and words between spaces and wide characters. */
function piecesOf(text: string, width: number): Piece[] {
  const pieces: Piece[] = [];
  let [word, gap] = ['', 0];
  const end = (): void => {
    if (word === '') return;
    for (const [index, part] of partsOf(word, width).entries()) pieces.push({ text: part, gap: index === 0 ? gap : 0 });
    [word, gap] = ['', 0];
  };
  for (const character of text) {
    if (character === ' ') {
      end();
      gap += 1;
    } else if (isWide(character)) {
      end();
      pieces.push({ text: character, gap });
      gap = 0;
    } else {
      word += character;
    }
  }
  end();
  return pieces;
}

/** A word that is longer than a line, cut after a sign that separates its parts, else anywhere. */
function partsOf(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const bit of word.match(/[^:/,=]*[:/,=]+|[^:/,=]+/g) ?? [])
    for (const piece of cutAnywhere(bit, width)) {
      if (part !== '' && displayWidth(part + piece) > width) {
        parts.push(part);
        part = '';
      }
      part += piece;
    }
  return [...parts, part];
}

function cutAnywhere(text: string, width: number): string[] {
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += width) pieces.push(characters.slice(start, start + width).join(''));
  return pieces;
}
