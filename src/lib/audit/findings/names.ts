/** What key names themselves give away, and keys that nothing recognises. */
import { formatCount, formatCounted, formatShare } from '../../format/number.js';
import { shellQuote } from '../../format/shell.js';
import { patternGlob } from '../../profile/glob.js';
import type { Finding } from '../model.js';
import { about, type FindingRule } from './context.js';

export const secretsInNames: FindingRule = ({ families }) =>
  families.flatMap((family): Finding[] => {
    const secret = family.owner?.family.secretInName;
    if (secret === undefined) return [];
    return [
      {
        ...about(family),
        code: 'secret-in-key-name',
        severity: family.owner?.family.valueClass === 'secret' ? 'high' : 'low',
        title: `${family.row.pattern} holds ${secret} in its key names`,
        count: family.row.keys,
        evidence: `whoever may run SCAN or MONITOR, or reads a slow log or a backup, reads ${family.row.keys === 1 ? 'it' : `all ${formatCount(family.row.keys)} of them`}`,
        fix:
          'take the commands that list names from every user who can do without (ACL SETUSER <user> -scan -keys -randomkey -monitor -slowlog): ' +
          'a key pattern does not narrow SCAN; and upgrade to a release that hashes them where there is one',
      },
    ];
  });

export const wrongType: FindingRule = ({ families }) =>
  families.flatMap((family): Finding[] => {
    const { row, owner } = family;
    if (!owner || row.type === null) return [];
    const right = new Set<string>([owner.family.type, ...(owner.family.alsoTypes ?? [])]);
    const wrong = Object.entries(row.types).filter(([type]) => !right.has(type));
    if (wrong.length === 0) return [];
    return [
      {
        ...about(family),
        code: 'wrong-type',
        severity: 'medium',
        title: `${row.pattern} has keys of a type that the application does not write`,
        count: wrong.reduce((sum, [, keys]) => sum + keys, 0),
        evidence: `expected ${owner.family.type}, found ${wrong.map(([type, keys]) => `${formatCount(keys)} ${type}`).join(', ')}; another application may share this Redis`,
        fix: `meter audit --pattern ${shellQuote(patternGlob(family.pattern))} --type ${wrong[0]![0]} --show-ids`,
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
      severity: 'low',
      title: 'keys that no profile knows',
      count: keys,
      evidence: `${formatCounted(keys, 'key', 'keys')}, ${formatShare(keys / tally.keys)} of all keys${scope}, in ${formatCounted(unknown.length, 'inferred family', 'inferred families')}; they are never pruned`,
      fix:
        scope === ' asked for'
          ? 'look at what writes them'
          : `meter audit --pattern ${shellQuote(patternGlob(largest!.pattern))}`,
    },
  ];
};
