/** Maps the members of an index to the keys that they represent, and back. */
import { keySegments, fillPattern, parsePattern, slotText } from './pattern.js';
import type { CompiledFamily, CompiledProfile } from './classify.js';

export interface Listing {
  index: CompiledFamily;
  listed: CompiledFamily;
  /** The family of the marker for an empty index; `null`: none. */
  marker: CompiledFamily | null;
  /** For one index key: the key that a member represents; `null`: the member is malformed. */
  keysOf(indexName: string): (member: string) => string | null;
  /** The index key and the member that list the key. */
  entryOf(name: string): { index: string; member: string };
  markerOf(indexName: string): string | null;
}

/** The indexes of a profile. */
export function listingsOf({ families }: CompiledProfile): Listing[] {
  return families.flatMap((index) => {
    const { lists } = index.family;
    const listed = families.find(({ family }) => family.id === lists?.family);
    if (!lists || !listed) return [];
    const marker = families.find(({ family }) => family.id === lists.marker) ?? null;
    const parts = parsePattern(listed.family.pattern);
    const capture = memberParser(lists.member);
    return {
      index,
      listed,
      marker,
      keysOf(indexName) {
        const values = capturesOf(index, indexName);
        return (member) => {
          const captured = capture(member);
          if (captured === null) return null;
          let name = '';
          for (const part of parts)
            name += 'literal' in part ? part.literal : (captured[part.placeholder] ?? values[part.placeholder] ?? '');
          return name;
        };
      },
      entryOf(name) {
        const values = capturesOf(listed, name);
        return { index: fillPattern(index.family.pattern, values), member: fillPattern(lists.member, values) };
      },
      markerOf: (indexName) => marker && fillPattern(marker.family.pattern, capturesOf(index, indexName)),
    };
  });
}

/** The values of the family's placeholders in a key's name. */
export function capturesOf({ slots }: CompiledFamily, name: string): Record<string, string> {
  const segments = keySegments(name);
  return Object.fromEntries(slots.map((slot) => [slot.name, slotText(slot, segments)]));
}

/**
 * Parses the placeholders' values from a member; `null`: malformed. `{keyId}:{model}` is split at its first colon, because a
 * model may contain colons.
 */
export function memberParser(template: string): (member: string) => Record<string, string> | null {
  const parts = parsePattern(template);
  return (member) => {
    const values: Record<string, string> = {};
    let at = 0;
    for (const [index, part] of parts.entries()) {
      if ('literal' in part) {
        if (!member.startsWith(part.literal, at)) return null;
        at += part.literal.length;
        continue;
      }
      const next = parts[index + 1];
      const end = next && 'literal' in next ? member.indexOf(next.literal, at + 1) : member.length;
      if (end <= at) return null;
      values[part.placeholder] = member.slice(at, end);
      at = end;
    }
    return at === member.length ? values : null;
  };
}
