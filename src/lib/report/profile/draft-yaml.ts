/** A draft as the text of a profile file. */
import { stringify } from 'yaml';
import { printable } from '../../format/terminal.js';
import { formatCounted } from '../../format/number.js';
import type { Draft } from '../../recognise/draft/draft.js';

const LINE = 140;

/** `schema`: a file that tells editors the format. */
export function draftYaml({ profile, names, known, leftOut }: Draft, schema: string): string {
  const head = [
    `yaml-language-server: $schema=${schema}`,
    `A first profile, made of ${formatCounted(names, 'key name', 'key names')} that no profile knows. Names and types are sampled; values are not kept.`,
    'Every family is operational, so that none of its keys is ever removed. Say of each what it is for: docs/profiles.md',
    ...known.map((name) => `The keys of ${name} have a profile, and are not in it.`),
    ...leftOut.map((pattern) => `Left out, because its names say too little: ${printable(pattern)}`),
  ];
  return `${head.map((line) => `# ${line}`).join('\n')}\n${stringify(profile, { lineWidth: LINE, aliasDuplicateObjects: false })}`;
}
