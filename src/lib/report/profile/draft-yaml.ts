/** A draft as the text of a profile file. */
import { stringify } from 'yaml';
import { printable } from '../../format/terminal.js';
import type { Draft } from '../../recognise/draft/draft.js';
import type { ProfileMessages } from '../messages/en/profile.js';

const LINE = 140;

/** `schema`: a file that tells editors the format. */
export function draftYaml({ profile, names, known, leftOut }: Draft, schema: string, { draft }: ProfileMessages): string {
  const head = [
    `yaml-language-server: $schema=${schema}`,
    draft.made(names),
    draft.safe,
    ...known.map(draft.known),
    ...leftOut.map((pattern) => draft.leftOut(printable(pattern))),
  ];
  return `${head.map((line) => `# ${line}`).join('\n')}\n${stringify(profile, { lineWidth: LINE, aliasDuplicateObjects: false })}`;
}
