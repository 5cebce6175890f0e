/** The texts of profiles in a result, in the language of its reader. JSON has them in English. */
import { limiterTextsIn } from '../../profile/limiter-texts/in-language.js';
import type { Envelope } from '../envelope.js';
import type { Messages } from '../messages/messages.js';
import type { LimitersReport } from './worded.js';

export async function limitersIn(
  envelope: Envelope<LimitersReport>,
  { language }: Pick<Messages, 'language'>,
): Promise<Envelope<LimitersReport>> {
  if (language === 'en') return envelope;
  const textIn = await limiterTextsIn(language);
  const { data } = envelope;
  const { pool } = data;
  return {
    ...envelope,
    data: {
      ...data,
      limiters: data.limiters.map((row) => ({
        ...row,
        title: textIn(row.title),
        checks: row.checks.map((check) => ({ ...check, when: textIn(check.when) })),
        race: row.race === null ? null : textIn(row.race),
        onError: { ...row.onError, note: textIn(row.onError.note) },
        faults: row.faults.map(textIn),
        setIn: row.setIn === null ? null : textIn(row.setIn),
      })),
      pool: pool && {
        ...pool,
        loads: pool.loads.map((load) => ({ ...load, title: textIn(load.title) })),
        client: pool.client && {
          ...pool.client,
          settings: pool.client.settings.map(textIn),
          notes: pool.client.notes.map(textIn),
        },
      },
    },
  };
}
