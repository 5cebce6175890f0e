/** Lines at the head of reports that read figures: usage, limits and alerts. */
import type { Label } from '../usage/model.js';
import type { Fact } from './document.js';
import { subjectText } from './limits/figures.js';
import { en } from './messages/en.js';
import type { Messages } from './messages/messages.js';
import { noticeText } from './noticed.js';

/** Only the figures of these were asked for; none: of all. */
export const ownerFacts = (owners: readonly Label[], { common, limits }: Messages = en): Fact[] =>
  owners.length === 0
    ? []
    : [{ label: common.owners, text: owners.map((owner) => subjectText(owner, 'owner', limits.report)).join(', ') }];

/** Why only a part was read. */
export const partialFacts = ({ partial }: { partial: string | null }, messages: Messages = en): Fact[] =>
  partial === null
    ? []
    : [
        {
          label: messages.common.partial,
          text: noticeText({ code: 'partial', params: { reason: partial } }, messages),
          tone: 'warn',
          place: 'partial',
        },
      ];
