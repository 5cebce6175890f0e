/** Secrets in key names, and keys that no profile recognises. */
import { patternGlob } from '../../profile/glob.js';
import type { Finding } from '../finding.js';
import { byHand, run } from '../remedy.js';
import { about, type FindingRule } from './context.js';

export const secretsInNames: FindingRule = ({ families }) =>
  families.flatMap((family): Finding[] => {
    const secret = family.owner?.family.secretInName;
    if (secret === undefined) return [];
    return [
      {
        ...about(family),
        code: 'secret-in-key-name',
        params: { pattern: family.row.pattern, secret },
        severity: family.owner?.family.valueClass === 'secret' ? 'high' : 'low',
        count: family.row.keys,
        remedy: byHand('narrow-listing'),
      },
    ];
  });

export const wrongType: FindingRule = ({ families }) =>
  families.flatMap((family): Finding[] => {
    const { row, owner } = family;
    if (!owner || row.type === null) return [];
    const right = new Set<string>([owner.family.type, ...(owner.family.alsoTypes ?? [])]);
    const found = Object.entries(row.types).flatMap(([type, keys]) => (right.has(type) ? [] : [{ type, keys }]));
    const [first] = found;
    if (first === undefined) return [];
    return [
      {
        ...about(family),
        code: 'wrong-type',
        params: { pattern: row.pattern, expected: owner.family.type, found },
        severity: 'medium',
        count: found.reduce((sum, { keys }) => sum + keys, 0),
        remedy: run('audit', '--pattern', patternGlob(family.pattern), '--type', first.type, '--show-ids'),
      },
    ];
  });

export const unrecognisedKeys: FindingRule = ({ families, tally, scope }): Finding[] => {
  const unknown = families.filter(({ row }) => row.inferred);
  const keys = unknown.reduce((sum, { row }) => sum + row.keys, 0);
  if (keys === 0) return [];
  const [largest] = [...unknown].sort((a, b) => b.row.keys - a.row.keys);
  return [
    {
      family: null,
      profile: null,
      code: 'unrecognised-keys',
      params: { share: keys / tally.keys, scope, families: unknown.length },
      severity: 'low',
      count: keys,
      remedy: scope === 'asked' ? byHand('ask-unknown-writer') : run('audit', '--pattern', patternGlob(largest!.pattern)),
    },
  ];
};
