/** Lines at the head of reports that read figures: usage, limits and alerts. */
import type { Label } from '../usage/model.js';
import type { Fact } from './document.js';
import { subjectText } from './limits/figures.js';
import { noticeText } from './noticed.js';

/** Only the figures of these were asked for; none: of all. */
export const ownerFacts = (owners: readonly Label[]): Fact[] =>
  owners.length === 0 ? [] : [{ label: 'Owners', text: owners.map((owner) => subjectText(owner, 'owner')).join(', ') }];

/** Why only a part was read. */
export const partialFacts = ({ partial }: { partial: string | null }): Fact[] =>
  partial === null
    ? []
    : [{ label: 'PARTIAL', text: noticeText({ code: 'partial', params: { reason: partial } }), tone: 'warn', place: 'partial' }];
