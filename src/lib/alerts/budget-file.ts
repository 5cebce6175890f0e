/** Budgets in a YAML file. Imported only on request, because yaml and zod take long to load. */
import { says } from '../errors/files.js';
import * as z from 'zod';
import { readSmallFile } from '../files/small-file.js';
import { parseYaml } from '../files/yaml-file.js';
import { parseDecimal } from '../format/decimal.js';
import { safeText } from '../format/terminal.js';
import { BUDGET_METRICS, BUDGET_PERIODS, checked, type Budget } from './budgets.js';
import { parseThresholds } from './thresholds.js';

const amount = z
  .union([z.number(), z.string()], 'must be an amount')
  .transform((value) => parseDecimal(String(value)))
  .refine((value) => value !== null && value.digits > 0n, 'must be an amount above zero')
  .transform((value) => value!);

const thresholds = z
  .union([z.number(), z.string(), z.array(z.union([z.number(), z.string()]))], 'must be a list of percentages')
  .transform((value) => parseThresholds([value].flat().join(',')))
  .refine((value) => value !== null, 'must be a list such as [50, "90:warning", 100]')
  .transform((value) => value!);

const budget = z
  .strictObject({
    of: z.string().trim().min(1, 'must not be empty').max(500),
    cost: amount.optional(),
    tokens: amount.optional(),
    requests: amount.optional(),
    per: z.enum(BUDGET_PERIODS),
    at: thresholds.optional(),
  })
  .refine(
    (one) => BUDGET_METRICS.filter((metric) => one[metric] !== undefined).length === 1,
    'must have one of cost, tokens, requests',
  );

const file = z.strictObject({ budgets: z.array(budget).min(1, 'must not be empty').max(1000) });

/** Throws usage errors, with line and column for errors in the file. */
export async function budgetsIn(path: string): Promise<Budget[]> {
  const shown = safeText(path);
  const { bytes } = await readSmallFile(path, (why) => says('budgets-unreadable', { path: shown, why }));
  const help = says('format-described', { where: 'docs/alerts.md' });
  const { budgets } = parseYaml(bytes.toString('utf8'), file, { path, whole: says('the-file'), help });
  return budgets.map(({ of, per, at, ...amounts }) => {
    const metric = BUDGET_METRICS.find((each) => amounts[each] !== undefined)!;
    return checked({ of, metric, amount: amounts[metric]!, per, thresholds: at ?? null }, shown);
  });
}
