/** The application whose usage is read. */
import { EXIT, MeterError } from '../format/errors.js';
import type { Recognised, RecognisedProfile } from '../recognise/recognise.js';

export interface Chosen {
  chosen: RecognisedProfile;
  /** Titles of other recognised applications that count usage. */
  others: string[];
}

/** The application with the most keys. `what`: what its profile has to state. Throws a refusal if none has it in Redis. */
export function chosenApplication({ profiles }: Pick<Recognised, 'profiles'>, what: 'figures' | 'limits' = 'figures'): Chosen {
  const counting = profiles
    .filter(({ compiled: { profile } }) => profile.figures !== undefined && profile[what] !== undefined)
    .toSorted((a, b) => b.keys - a.keys);
  const [chosen, ...others] = counting;
  if (chosen) return { chosen, others: others.map(({ compiled: { profile } }) => profile.name) };
  const elsewhere = profiles.flatMap(({ compiled: { profile } }) => profile.usageElsewhere ?? []);
  if (elsewhere[0] !== undefined) throw new MeterError('usage-elsewhere', EXIT.refused, elsewhere[0], ['Ask that database.']);
  const [silent] = profiles;
  throw new MeterError(
    `no-${what}`,
    EXIT.refused,
    silent
      ? `The profile ${silent.compiled.profile.name} does not say ${SAYS[what]}.`
      : `No application whose ${what === 'limits' ? 'limits are' : 'usage is'} known was found here.`,
    [silent ? `State its ${what}: docs/profiles.md` : 'Name its profile with --profile, and the database with --db.'],
  );
}

const SAYS = { figures: 'what its statistics count', limits: 'which limits it has' } as const;
