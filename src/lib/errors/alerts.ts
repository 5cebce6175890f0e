/** Budgets, thresholds and the file that remembers alerts. */
import type { Saying } from '../format/errors.js';
import { didYouMean, sayingsOf, type ErrorTexts } from './sayings.js';

const SUCH = "Such as --budget 'key:NAME=50usd/month' or --budget all=5000000tokens/day";

const start = (file: string | null): string => (file === null ? 'A budget' : `${file}: a budget`);

export const alertsErrors = {
  'budget-form': ({ text }: { text: string }) => [`--budget takes WHO=AMOUNT/PERIOD, not ${text || 'nothing'}.`, SUCH],
  'budget-zero': ({ file, amount }: { file: string | null; amount: string }) => [
    `${start(file)} is above zero, not ${amount}.`,
    SUCH,
  ],
  'budget-whole': ({ file, metric, amount }: { file: string | null; metric: 'tokens' | 'requests'; amount: string }) => [
    `${start(file)} in ${metric} is a whole number, not ${amount}.`,
    SUCH,
  ],
  'no-alerts-state': ({ path }: { path: string }) => [
    `${path} is not a file of meter alerts, or is damaged.`,
    'Name another file with --state, or remove it: each alert is then reported once more.',
  ],
  'state-of-other': ({ path, of, asked }: { path: string; of: string; asked: string }) => [
    `${path} remembers alerts of ${of}, not of ${asked}.`,
    'Name another file with --state.',
  ],
  'state-unwritable': ({ path, why }: { path: string; why: Saying }, say) => [
    `The state ${path} cannot be written: ${say(why)[0]}.`,
    'Name another file with --state.',
  ],
  'unknown-limit': ({ id, near, known }: { id: string; near: readonly string[]; known: readonly string[] }) => [
    `There is no limit ${id} here.`,
    near.length > 0 ? didYouMean(near) : `Limits: ${known.join(', ')}.`,
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(alertsErrors);
