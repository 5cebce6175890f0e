import type { CompiledProfile } from '../../profile/classify.js';

/** True for the id of a family that lists the keys of another. */
export function indexFamilies(profiles: readonly CompiledProfile[]): (id: string) => boolean {
  const ids = new Set(
    profiles.flatMap(({ families }) => families.flatMap(({ family }) => (family.lists === undefined ? [] : [family.id]))),
  );
  return (id) => ids.has(id);
}
