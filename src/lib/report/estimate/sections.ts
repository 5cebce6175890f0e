/** The tables of an estimate, said once for every renderer. */
import type { EstimateData } from '../../estimate/model.js';
import { billingSection, breakEvenSection } from './cost-sections.js';
import { figuresSection, releasesSection } from './evidence-sections.js';
import { explainSection } from './explain-section.js';
import { familiesSection, groupsSection, sourcesSection } from './load-sections.js';
import { scenariosSection } from './remedies-section.js';
import { switchesSection } from './switches-section.js';
import type { Section } from './section.js';

/** All sections but for the empty ones; only the commands behind one figure where that was asked for. */
export function estimateSections(data: EstimateData, all: boolean): Section[] {
  if (data.explain !== null) return [explainSection(data.explain)];
  return [
    sourcesSection(data),
    familiesSection(data, all),
    groupsSection(data),
    switchesSection(data),
    scenariosSection(data),
    billingSection(data, all),
    breakEvenSection(data),
    figuresSection(data, all),
    releasesSection(data),
  ]
    .filter(({ rows }) => rows.length > 0)
    .map((section) => (data.provider.unit === null ? withoutBilled(section) : section));
}

/** Where nobody charges by the command there is nothing to say of that. */
function withoutBilled(section: Section): Section {
  const kept = section.columns.flatMap(({ title }, index) => (title.startsWith('bill') ? [] : [index]));
  const only = <Item>(items: readonly Item[]): Item[] => kept.flatMap((index) => (index < items.length ? [items[index]!] : []));
  return { ...section, columns: only(section.columns), rows: section.rows.map(only) };
}
