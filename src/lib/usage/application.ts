/** The application whose usage is read. */
import { EXIT, MeterError } from '../format/errors.js';
import type { Recognised, RecognisedProfile } from '../recognise/recognise.js';

export interface Chosen {
  chosen: RecognisedProfile;
  /** Titles of other recognised applications that count usage. */
  others: string[];
}

/** The application with the most keys. Throws a refusal if none counts its usage in Redis. */
export function chosenApplication({ profiles }: Pick<Recognised, 'profiles'>): Chosen {
  const counting = profiles
    .filter(({ compiled: { profile } }) => profile.figures !== undefined)
    .toSorted((a, b) => b.keys - a.keys);
  const [chosen, ...others] = counting;
  if (chosen) return { chosen, others: others.map(({ compiled: { profile } }) => profile.name) };
  const elsewhere = profiles.flatMap(({ compiled: { profile } }) => profile.usageElsewhere ?? []);
  if (elsewhere[0] !== undefined) throw new MeterError('usage-elsewhere', EXIT.refused, elsewhere[0], ['Ask that database.']);
  const [silent] = profiles;
  throw new MeterError(
    'no-figures',
    EXIT.refused,
    silent
      ? `The profile ${silent.compiled.profile.name} does not say what its statistics count.`
      : 'No application whose usage is known was found here.',
    [silent ? 'State its figures: docs/profiles.md' : 'Name its profile with --profile, and the database with --db.'],
  );
}
