/** The sentences of an estimate, in any language. */
import type { BillingRow } from '../../estimate/model.js';
import type { EstimateAdvice, ScenarioLosses, ScenarioTitles } from '../../estimate/words.js';
import type { Sentences } from '../../format/message.js';
import type { EstimateReportMessages } from './en/estimate/report.js';

/** Texts of a provider in the price list. */
export interface ProviderText {
  title: string;
  /** `null`: commands are not charged for. */
  billed: string | null;
  note: string | null;
}

/** Texts of one plan. */
export type PlanText = Pick<BillingRow, 'providerTitle' | 'title' | 'note' | 'source'>;

export interface EstimateMessages {
  report: EstimateReportMessages;
  titles: Sentences<ScenarioTitles>;
  losses: Sentences<ScenarioLosses>;
  advice: Sentences<EstimateAdvice>;
  /** The texts of a provider and of a plan, by their ids. Those of a price list of the user stay. */
  provider: (id: string, text: ProviderText) => ProviderText;
  plan: (provider: string, id: string, text: PlanText) => PlanText;
}
