/** Removes fine keys whose sum the coarse key is known to hold, while they are exactly what was added up. */
import type { ArchivedValue } from '../archive/record.js';
import type { KeyChange } from '../key-changer.js';
import type { Choice } from '../prune/choice.js';
import { readable } from '../restore/same-value.js';
import type { ReadGroup } from './judge-groups.js';
import type { Texts } from './judge.js';
import type { Figure } from './rollup-pair.js';

/** Those of the group's keys that a prune may take. */
export const removableOf = ({ fine }: ReadGroup, prune: Choice | null): string[] =>
  prune === null ? [] : [...fine.keys()].filter((name) => mayGo(name, prune));

function mayGo(name: string, { candidates }: Choice): boolean {
  const judged = candidates.judge(name);
  return judged !== null && 'action' in judged && judged.action === 'delete';
}

export const removals = (read: ReadGroup, prune: Choice | null): KeyChange[] => {
  const { fine, figures } = read.group.pair;
  const { id, type } = fine.family;
  return removableOf(read, prune).map((name) => ({
    name,
    family: id,
    types: [type],
    action: { kind: 'delete' },
    holds: (value) => isSame(value, figures, read.fine.get(name)!),
  }));
};

function isSame(value: ArchivedValue, figures: readonly Figure[], texts: Texts): boolean {
  const found = readable(value);
  if (found?.type === 'string') return found.value === texts[0];
  if (found?.type !== 'hash') return false;
  const fields = new Map(found.value.map((entry) => [entry.field, entry.value]));
  return figures.every(({ fine }, index) => (fields.get(fine) ?? null) === texts[index]);
}
