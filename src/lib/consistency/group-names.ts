/** Finds the group of a relation to which a key belongs, from its name. */
import { slotText } from '../profile/pattern.js';
import { EMBEDDED, type Contribution, type FamilyPlan, type Relation } from './relation.js';
import { hashText, hashTexts, joinHashes } from '../format/text-hash.js';

/** The texts of one key's name, reused for each key and hashed once for all its groups. */
export class GroupNames {
  readonly texts: string[] = [];
  readonly hashes: number[] = [];

  read({ texts }: FamilyPlan, segments: readonly string[]): void {
    for (let i = 0; i < texts.length; i++) {
      const { slot, cut } = texts[i]!;
      const whole = slotText(slot, segments);
      const text = cut === null ? whole : whole.slice(0, cut);
      this.texts[i] = text;
      this.hashes[i] = hashText(text);
    }
  }

  /** `embedded`: a value from a field's name instead of the key's name. */
  hash({ relation, group }: Contribution, db: number, embedded: string): number {
    let hash = joinHashes(db + 1, relation.index + 1);
    for (let i = 0; i < group.length; i++) {
      const place = group[i]!;
      hash = joinHashes(hash, place === EMBEDDED ? hashText(embedded) : this.hashes[place]!);
    }
    return hash;
  }

  /** The group's texts, in the order of the relation's placeholders. */
  groupTexts({ group }: Contribution, embedded: string): string[] {
    return group.map((place) => (place === EMBEDDED ? embedded : this.texts[place]!));
  }

  /** The hash of the index member that lists the key. */
  memberHash(parts: readonly (string | number)[]): number {
    return hashTexts(parts.map((part) => (typeof part === 'string' ? part : this.texts[part]!)));
  }
}

/** The same hash for a group whose texts are known. */
export const groupHash = (relation: Relation, db: number, texts: readonly string[]): number =>
  texts.reduce((hash, text) => joinHashes(hash, hashText(text)), joinHashes(db + 1, relation.index + 1));
