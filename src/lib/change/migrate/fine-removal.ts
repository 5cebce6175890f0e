/** Removes fine keys whose sum the coarse key certainly holds, if they are exactly as they were added up. */
import type { KeyChange } from '../engine/key-change.js';
import type { Choice } from '../plan/choice.js';
import type { ReadGroup } from './judge-groups.js';
import type { Texts } from './judge.js';
import { textsIn } from './read-figures.js';

/** The keys of the group that a prune may remove. */
export const removableOf = ({ fine }: ReadGroup, prune: Choice | null): string[] =>
  prune === null ? [] : [...fine.keys()].filter((name) => mayGo(name, prune));

function mayGo(name: string, { candidates }: Choice): boolean {
  const judged = candidates.judge(name);
  return judged !== null && 'action' in judged && judged.action === 'delete';
}

export const removals = (group: ReadGroup, prune: Choice | null): KeyChange[] => {
  const { fine, figures } = group.group.pair;
  const { id, type } = fine.family;
  const fields = figures.map((figure) => figure.fine);
  return removableOf(group, prune).map((name) => {
    const [texts, read] = [group.fine.get(name)!, group.whole.get(name)];
    return {
      name,
      family: id,
      types: [type],
      action: { kind: 'delete' },
      holds: (value) => value === read?.value || isSame(textsIn(value, type, fields), texts),
      ...(read && { read }),
    };
  });
};

const isSame = (found: Texts | 'unreadable', texts: Texts): boolean =>
  found !== 'unreadable' && texts.every((text, index) => found[index] === text);
