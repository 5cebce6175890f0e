/** What a script completes: the commands of this program, and the names that are built in. */
import type { Config } from '@oclif/core/interfaces';
import { SEVERITIES } from '../../audit/severity.js';
import { builtinProfiles } from '../../profile/builtin/index.js';
import { presetNames } from '../../switches/settings.js';
import { SHELLS, type CompletedCommand, type CompletedFlag, type KnownWords } from './script.js';

type Flag = Config['commands'][number]['flags'][string];

export function completedCommands({ commands }: Pick<Config, 'commands'>): CompletedCommand[] {
  return commands
    .filter(({ hidden }) => !hidden)
    .map(({ id, flags }) => ({ name: id.replaceAll(':', ' '), flags: Object.values(flags).filter(isShown).map(completedFlag) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const isShown = ({ hidden }: Flag): boolean => hidden !== true;

const completedFlag = (flag: Flag): CompletedFlag => ({
  name: flag.name,
  char: flag.char,
  hasValue: flag.type === 'option',
  ...(flag.type === 'option' && { takes: [flag.helpValue].flat()[0], options: flag.options }),
});

export async function knownWords(): Promise<KnownWords> {
  const profiles = await builtinProfiles();
  const names = profiles.map(({ name }) => name);
  const families = [...new Set(profiles.flatMap((profile) => profile.families.map(({ id }) => id)))].toSorted();
  const switches = profiles.flatMap((profile) => profile.switches ?? []);
  const ofFlag: Readonly<Record<string, readonly string[]>> = {
    profile: ['auto', ...names],
    family: families,
    'fail-on': ['growth=10%', 'new-findings', ...SEVERITIES],
  };
  return {
    ofFlag: ({ name }) => ofFlag[name] ?? null,
    ofArguments: {
      completion: SHELLS,
      'flags preset': presetNames,
      'flags set': switches.map(({ env, off }) => `${env}=${off}`),
      'flags unset': switches.map(({ env }) => env),
      'profile show': names,
    },
  };
}
