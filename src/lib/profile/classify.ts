import { compilePattern, keySegments, slotText, type SegmentMatcher, type Slot } from './pattern.js';
import type { Family, PlaceholderKind, Profile } from './types.js';

const PERIOD_KINDS: ReadonlySet<PlaceholderKind> = new Set([
  'date',
  'month',
  'hour',
  'date-hour',
  'week',
  'week-start',
  'minute',
]);

export interface CompiledFamily {
  family: Family;
  profile: Profile;
  slots: Slot[];
  /** The slot of the period, if the family has one. */
  period: Slot | null;
  /** The slots that identify an entity, with the entity's kind. */
  dimensions: { name: string; slot: Slot }[];
}

export interface CompiledProfile {
  profile: Profile;
  families: CompiledFamily[];
  /** The matchers of each family's pattern. */
  matchers: readonly (readonly SegmentMatcher[])[];
  /** The possible first segments of key names; `null`: any. */
  firstSegments: readonly string[] | null;
  /** The family of a key name that was split at `:`; `null`: the profile does not know it. */
  match(segments: readonly string[]): CompiledFamily | null;
  classify(name: string): { family: Family; captures: Record<string, string> } | null;
}

/**
 * One position of all patterns that share the segments before it. Literal segments win, then placeholders of one segment by
 * strictness, then placeholders of many, longest fixed ending first.
 */
interface Node {
  literals: Map<string, Node>;
  /** Longer segments, such as identifiers, need no lookup among the literals. */
  longestLiteral: number;
  single: { matcher: SegmentMatcher; node: Node }[];
  many: { matcher: SegmentMatcher; tail: SegmentMatcher[]; family: CompiledFamily }[];
  family: CompiledFamily | null;
}

const emptyNode = (): Node => ({ literals: new Map(), longestLiteral: 0, single: [], many: [], family: null });

function compileFamily(profile: Profile, family: Family): { compiled: CompiledFamily; matchers: SegmentMatcher[] } {
  const { matchers, slots } = compilePattern(family.pattern, { ...profile.placeholders, ...family.placeholders });
  const dimensions = slots.flatMap((slot) => (slot.placeholder.dimension ? [{ name: slot.placeholder.dimension, slot }] : []));
  const period = slots.find((slot) => PERIOD_KINDS.has(slot.placeholder.kind)) ?? null;
  return { compiled: { family, profile, slots, period, dimensions }, matchers };
}

function insert(root: Node, matchers: readonly SegmentMatcher[], compiled: CompiledFamily): void {
  let node = root;
  for (const [index, matcher] of matchers.entries()) {
    if (matcher.many) {
      const tail = matchers.slice(index + 1);
      const twin = node.many.find((branch) => sameKeys([branch.matcher, ...branch.tail], [matcher, ...tail]));
      if (twin) throw sameNames(twin.family, compiled);
      node.many.push({ matcher, tail, family: compiled });
      node.many.sort((a, b) => b.tail.length - a.tail.length || b.matcher.strictness - a.matcher.strictness);
      return;
    }
    node = matcher.literal === null ? singleBranch(node, matcher) : literalBranch(node, matcher.literal);
  }
  if (node.family) throw sameNames(node.family, compiled);
  node.family = compiled;
}

const sameKeys = (a: readonly SegmentMatcher[], b: readonly SegmentMatcher[]): boolean =>
  a.length === b.length && a.every(({ key }, index) => key === b[index]!.key);

const sameNames = (a: CompiledFamily, b: CompiledFamily): Error =>
  new Error(`families ${a.family.id} and ${b.family.id} match the same key names`);

function literalBranch(node: Node, text: string): Node {
  const next = node.literals.get(text) ?? emptyNode();
  node.literals.set(text, next);
  node.longestLiteral = Math.max(node.longestLiteral, text.length);
  return next;
}

function singleBranch(node: Node, matcher: SegmentMatcher): Node {
  const known = node.single.find((branch) => branch.matcher.key === matcher.key);
  if (known) return known.node;
  const next = emptyNode();
  node.single.push({ matcher, node: next });
  node.single.sort((a, b) => b.matcher.strictness - a.matcher.strictness);
  return next;
}

function find(node: Node, segments: readonly string[], at: number): CompiledFamily | null {
  if (at === segments.length) return node.family;
  const segment = segments[at]!;
  const literal = segment.length <= node.longestLiteral ? node.literals.get(segment) : undefined;
  if (literal) {
    const found = find(literal, segments, at + 1);
    if (found) return found;
  }
  for (const branch of node.single) {
    if (!branch.matcher.accepts(segment)) continue;
    const found = find(branch.node, segments, at + 1);
    if (found) return found;
  }
  for (const branch of node.many) if (acceptsMany(branch, segments, at)) return branch.family;
  return null;
}

/** Runs for most keys of a scan, hence plain loops. */
function acceptsMany({ matcher, tail }: Node['many'][number], segments: readonly string[], at: number): boolean {
  const end = segments.length - tail.length;
  if (end <= at) return false;
  for (let index = 0; index < tail.length; index++) if (!tail[index]!.accepts(segments[end + index]!)) return false;
  return matcher.accepts(end - at === 1 ? segments[at]! : segments.slice(at, end).join(':'));
}

function firstSegmentsOf({ literals, single, many }: Node): string[] | null {
  const words = single.map(({ matcher }) => matcher.words);
  if (many.length > 0 || words.some((each) => each === undefined)) return null;
  return [...new Set([...literals.keys(), ...words.flatMap((each) => each ?? [])])];
}

/** Compiles a profile for matching. Throws an Error when a pattern is invalid or two families match the same names. */
export function compileProfile(profile: Profile): CompiledProfile {
  const root = emptyNode();
  const compiledFamilies = profile.families.map((family) => compileFamily(profile, family));
  for (const { compiled, matchers } of compiledFamilies) insert(root, matchers, compiled);
  const families = compiledFamilies.map(({ compiled }) => compiled);
  const match = (segments: readonly string[]): CompiledFamily | null => find(root, segments, 0);
  return {
    profile,
    families,
    matchers: compiledFamilies.map(({ matchers }) => matchers),
    firstSegments: firstSegmentsOf(root),
    match,
    classify(name) {
      const segments = keySegments(name);
      const found = match(segments);
      if (!found) return null;
      return {
        family: found.family,
        captures: Object.fromEntries(found.slots.map((slot) => [slot.name, slotText(slot, segments)])),
      };
    },
  };
}
