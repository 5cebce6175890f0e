/** How owners, such as API keys and accounts, are named and shown. */
import type { CompiledProfile } from '../profile/classify.js';
import type { Owner, Placeholder } from '../profile/types.js';

export const severalOf = ({ title }: Pick<Owner, 'title'>): string => (title.endsWith('s') ? title : `${title}s`);

/** The placeholder of the owner's id in key names. */
export function ownerPlaceholder(owner: Owner, { families }: CompiledProfile): Placeholder {
  const slot = families.flatMap(({ dimensions }) => dimensions).find(({ name }) => name === owner.dimension)?.slot;
  return slot?.placeholder ?? { kind: 'segment', redact: 'id' };
}
