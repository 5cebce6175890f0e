/** Turns the pattern of an inferred family into that of a profile, with a name and a kind for each placeholder. */
import { parsePattern } from '../../profile/pattern.js';
import type { Placeholder, PlaceholderKind } from '../../profile/types.js';

/** How the shapes of inferred names are called in a profile. */
const KINDS: Readonly<Record<string, { name: string; kind: PlaceholderKind; isIdentifier: boolean }>> = {
  uuid: { name: 'uuid', kind: 'uuid', isIdentifier: true },
  date: { name: 'date', kind: 'date', isIdentifier: false },
  hour: { name: 'hour', kind: 'hour', isIdentifier: false },
  month: { name: 'month', kind: 'month', isIdentifier: false },
  int: { name: 'number', kind: 'integer', isIdentifier: false },
  ip: { name: 'ip', kind: 'ip', isIdentifier: true },
  email: { name: 'email', kind: 'segment', isIdentifier: true },
  hex: { name: 'hex', kind: 'hex', isIdentifier: true },
  name: { name: 'name', kind: 'segment', isIdentifier: true },
  text: { name: 'text', kind: 'segment', isIdentifier: true },
};

export interface NamedPattern {
  pattern: string;
  placeholders: Record<string, Placeholder>;
}

/** `null`: the pattern has no form in a profile, such as that of an empty name. */
export function namedPattern(inferred: string): NamedPattern | null {
  const placeholders: Record<string, Placeholder> = {};
  let pattern = '';
  for (const part of parsePattern(inferred)) {
    if ('literal' in part) {
      pattern += part.literal.replace(/[{}]/g, '$&$&');
      continue;
    }
    const known = KINDS[part.placeholder];
    if (!known) return null;
    const name = freeName(known.name, placeholders);
    placeholders[name] = { kind: known.kind, ...(known.isIdentifier && { redact: 'id' as const }) };
    pattern += `{${name}}`;
  }
  return /^[ -~]+$/.test(pattern) ? { pattern, placeholders } : null;
}

function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  let free = name;
  for (let number = 2; Object.hasOwn(taken, free); number++) free = `${name}${number}`;
  return free;
}

/** The same with every placeholder that is not a period as any text, for names that its kind does not cover. */
export const loosened = ({ pattern, placeholders }: NamedPattern): NamedPattern => ({
  pattern,
  placeholders: Object.fromEntries(
    Object.entries(placeholders).map(([name, placeholder]) => [
      name,
      placeholder.kind === 'ip' ? placeholder : { ...placeholder, kind: 'segment' as const },
    ]),
  ),
});

/** Texts that stand for real ones, which may be private. */
const MADE_UP: Readonly<Partial<Record<PlaceholderKind, string>>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  date: '2026-01-31',
  hour: '2026-01-31:23',
  month: '2026-01',
  integer: '7',
  ip: '203.0.113.9',
  hex: '0123456789abcdef',
};

export const madeUp = ({ kind }: Placeholder): string => MADE_UP[kind] ?? 'example';
