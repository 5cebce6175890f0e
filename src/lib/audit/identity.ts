/** Shows key names and entity ids as their families allow. */
import type { CompiledFamily } from '../profile/classify.js';
import { keySegments, parsePattern, slotText, type Slot } from '../profile/pattern.js';
import type { Placeholder, Redaction } from '../profile/types.js';
import { announcesIdentifier, isPlainWord } from '../keyspace/plain-words.js';
import { maskSecretsInName, redactId, SECRET } from '../format/redact.js';
import { printable } from '../format/terminal.js';

export interface Identity {
  /** An entity's id, such as an API key's. */
  id(value: string, placeholder: Placeholder): string;
  /** A whole key name. `family`: `null` for a key that no profile knows. */
  key(name: string, family: CompiledFamily | null): string;
}

export function identity(showIds: boolean): Identity {
  const show = (value: string, redaction: Redaction): string => {
    if (redaction === 'secret') return SECRET;
    if (redaction === 'none') return printable(maskSecretsInName(value));
    return showIds ? printable(maskSecretsInName(value, { ids: true })) : redactId(value);
  };
  return {
    id: (value, placeholder) => show(value, placeholder.redact ?? 'none'),
    key(name, family) {
      // An unknown key name may contain identifiers or secrets anywhere.
      if (!family) return showIds ? printable(maskSecretsInName(name)) : unknownName(name);
      const segments = keySegments(name);
      return parsePattern(family.family.pattern)
        .map((part) => ('literal' in part ? printable(part.literal) : slotShown(part.placeholder, family.slots, segments, show)))
        .join('');
    },
  };
}

function slotShown(
  name: string,
  slots: readonly Slot[],
  segments: readonly string[],
  show: (value: string, redaction: Redaction) => string,
): string {
  const slot = slots.find((candidate) => candidate.name === name);
  return slot ? show(slotText(slot, segments), slot.placeholder.redact ?? 'none') : '';
}

/** Plain words describe a key, unless the word before them shows that they are an identifier. */
function unknownName(name: string): string {
  return keySegments(name)
    .map((segment, index, all) => {
      const shown = segment === '' || (isPlainWord(segment) && !announcesIdentifier(all[index - 1] ?? ''));
      return shown ? printable(segment) : redactId(segment);
    })
    .join(':');
}
