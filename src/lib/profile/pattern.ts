import { placeholderRule, type PlaceholderRule } from './placeholder-kinds.js';
import type { Placeholder } from './types.js';

/** A part of a pattern's text. */
export type PatternPart = { literal: string } | { placeholder: string };

/** Matches one segment of a key name (`many: false`) or one or more (`many: true`). */
export interface SegmentMatcher {
  /** Set when the segment is only literal text. */
  literal: string | null;
  many: boolean;
  /** True when a match depends on each segment by itself, not on their joined text. */
  bySegment: boolean;
  /** Text that the first of many segments starts with, and the last ends with. */
  edges?: { before: string; after: string };
  strictness: number;
  /** Identity for merging equal branches of the tree. */
  key: string;
  /** The only texts that it accepts, if they are few. */
  words?: readonly string[];
  accepts(text: string): boolean;
}

/** Position of a placeholder's text in a matched key name, in segments; an `end` of 0 or less counts from the end. */
export interface Slot {
  name: string;
  placeholder: Placeholder;
  start: number;
  end: number;
  /** Lengths of the literal text around the placeholder in its segment. */
  before: number;
  after: number;
}

export interface CompiledPattern {
  matchers: SegmentMatcher[];
  slots: Slot[];
}

/** Splits `usage:{keyId}` into its parts; `{{` and `}}` are literal braces. Throws an Error that describes the problem. */
export function parsePattern(text: string): PatternPart[] {
  const parts: PatternPart[] = [];
  let literal = '';
  for (let i = 0; i < text.length; i++) {
    const two = text.slice(i, i + 2);
    if (two === '{{' || two === '}}') {
      literal += text[i];
      i++;
    } else if (text[i] === '{') {
      const close = text.indexOf('}', i);
      const name = text.slice(i + 1, close);
      if (close < 0 || !/^[a-zA-Z][\w-]*$/.test(name))
        throw new Error(`pattern ${text} has a placeholder without a name or an end`);
      if (literal) parts.push({ literal });
      else if (parts.length > 0 && 'placeholder' in parts[parts.length - 1]!)
        throw new Error(`pattern ${text} has two placeholders without text between them`);
      parts.push({ placeholder: name });
      literal = '';
      i = close;
    } else if (text[i] === '}') {
      throw new Error(`pattern ${text} has a lone }; write }} for a literal one`);
    } else {
      literal += text[i];
    }
  }
  if (literal) parts.push({ literal });
  if (parts.length === 0) throw new Error('a pattern cannot be empty');
  return parts;
}

/** Escapes literal text for a pattern. */
export const escapeLiteral = (text: string): string => text.replaceAll('{', '{{').replaceAll('}', '}}');

/** The parts of each `:`-separated segment. */
function splitSegments(parts: readonly PatternPart[]): PatternPart[][] {
  const segments: PatternPart[][] = [[]];
  for (const part of parts) {
    if ('placeholder' in part) {
      segments[segments.length - 1]!.push(part);
      continue;
    }
    const [first, ...rest] = part.literal.split(':');
    if (first) segments[segments.length - 1]!.push({ literal: first });
    for (const text of rest) segments.push(text ? [{ literal: text }] : []);
  }
  return segments;
}

const literalMatcher = (text: string): SegmentMatcher => ({
  literal: text,
  many: false,
  bySegment: true,
  strictness: 11,
  key: `=${text}`,
  accepts: (candidate) => candidate === text,
});

function aroundMatcher(rule: PlaceholderRule, placeholder: Placeholder, before: string, after: string): SegmentMatcher {
  const key = `~${before}{${placeholder.kind}${placeholder.oneOf ? `=${placeholder.oneOf.join('|')}` : ''}}${after}`;
  const plain = before === '' && after === '';
  const isFree = placeholder.kind === 'greedy' && placeholder.oneOf === undefined;
  return {
    literal: null,
    many: rule.span === 'many',
    // Several segments are never empty together, because a colon separates them.
    bySegment: rule.span !== 'many' || isFree,
    ...(rule.span === 'many' && isFree && !plain ? { edges: { before, after } } : {}),
    ...(plain && placeholder.oneOf && rule.span === 1 ? { words: placeholder.oneOf } : {}),
    strictness: rule.strictness + (plain ? 0 : 0.5),
    key,
    accepts: plain
      ? rule.accepts
      : (text) =>
          text.length > before.length + after.length &&
          text.startsWith(before) &&
          text.endsWith(after) &&
          rule.accepts(text.slice(before.length, text.length - after.length)),
  };
}

/**
 * Compiles a pattern. Every placeholder must be declared; at most one may span many segments. Throws an Error that describes the
 * problem.
 */
export function compilePattern(text: string, placeholders: Readonly<Record<string, Placeholder>>): CompiledPattern {
  const matchers: SegmentMatcher[] = [];
  const slots: Slot[] = [];
  for (const segment of splitSegments(parsePattern(text))) {
    const named = segment.filter((part) => 'placeholder' in part);
    if (named.length > 1) throw new Error(`pattern ${text} has two placeholders in one segment`);
    const [only] = named;
    if (!only) {
      matchers.push(literalMatcher(segment.map((part) => ('literal' in part ? part.literal : '')).join('')));
      continue;
    }
    const placeholder = placeholders[only.placeholder];
    if (!placeholder) throw new Error(`pattern ${text} uses {${only.placeholder}}, which is not declared`);
    const at = segment.indexOf(only);
    const textAt = (index: number): string => {
      const part = segment[index];
      return part && 'literal' in part ? part.literal : '';
    };
    const [before, after] = [textAt(at - 1), textAt(at + 1)];
    const slot = {
      name: only.placeholder,
      placeholder,
      start: matchers.length,
      end: matchers.length + 1,
      before: before.length,
      after: after.length,
    };
    slots.push(slot);
    const rule = placeholderRule(placeholder);
    if (rule.span === 2) {
      if (before || after)
        throw new Error(`pattern ${text}: {${only.placeholder}} spans two segments and cannot touch other text`);
      // An hour is a date segment and a two-digit segment; together they are what the kind accepts.
      matchers.push({ ...aroundMatcher(placeholderRule({ kind: 'date' }), { kind: 'date' }, '', ''), key: '~{hour-date}' });
      matchers.push({
        literal: null,
        many: false,
        bySegment: true,
        strictness: 9,
        key: '~{hour-hour}',
        accepts: (hour) => /^(?:[01]\d|2[0-3])$/.test(hour),
      });
      slot.end++;
    } else {
      matchers.push(aroundMatcher(rule, placeholder, before, after));
    }
  }
  const many = matchers.findIndex((matcher) => matcher.many);
  if (many >= 0) {
    if (matchers.findLastIndex((matcher) => matcher.many) !== many)
      throw new Error(`pattern ${text} has two placeholders of many segments`);
    // After the greedy placeholder, positions are known only from the end of the key name.
    for (const slot of slots) {
      if (slot.start > many) slot.start -= matchers.length;
      if (slot.end > many) slot.end -= matchers.length;
    }
  }
  return { matchers, slots };
}

/** Splits a key name at `:`. Every key of a scan passes here, and this takes half the time of `String.split`. */
export function keySegments(name: string): string[] {
  const segments: string[] = [];
  let start = 0;
  for (let colon = name.indexOf(':'); colon >= 0; colon = name.indexOf(':', start)) {
    segments.push(name.slice(start, colon));
    start = colon + 1;
  }
  segments.push(name.slice(start));
  return segments;
}

/** Index of a slot's first segment in a matching key name. */
export const slotStart = ({ start }: Slot, segments: readonly unknown[]): number => (start < 0 ? segments.length + start : start);

/** True when the placeholder's text is one whole segment. */
export const isOneSegment = ({ start, end, before, after }: Slot): boolean => end - start === 1 && before + after === 0;

/** The segment that is the placeholder's whole text in a matching key name; `null`: it has several, or only a part of one. */
export function onlySegment<Part>({ start, end, before, after }: Slot, segments: readonly Part[]): Part | null {
  const [from, to] = [start < 0 ? segments.length + start : start, end <= 0 ? segments.length + end : end];
  return to - from === 1 && before + after === 0 ? segments[from]! : null;
}

/** The slot's text in a matching key name. */
export const slotText = (slot: Slot, segments: readonly string[]): string => slotTextOf(slot, segments, itself);

const itself = (text: string): string => text;

/** The same for segments that are not plain texts. */
export function slotTextOf<Part>(slot: Slot, segments: readonly Part[], textOf: (segment: Part) => string): string {
  const start = slotStart(slot, segments);
  const end = slot.end <= 0 ? segments.length + slot.end : slot.end;
  let text = textOf(segments[start]!);
  for (let at = start + 1; at < end; at++) text += `:${textOf(segments[at]!)}`;
  return slot.before || slot.after ? text.slice(slot.before, text.length - slot.after) : text;
}

/** Fills a pattern to a key name; every placeholder needs a value. */
export const fillPattern = (text: string, values: Readonly<Record<string, string>>): string => patternFiller(text)(values);

/** The same for many names: parses the pattern once. */
export function patternFiller(text: string): (values: Readonly<Record<string, string>>) => string {
  const parts = parsePattern(text);
  return (values) => parts.map((part) => ('literal' in part ? part.literal : (values[part.placeholder] ?? ''))).join('');
}
