import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { WEBHOOK_FORMATS } from '../../alerts/deliver/formats.js';
import { USUAL_MARGIN } from '../../alerts/progress.js';
import { LEVELS } from '../../alerts/thresholds.js';
import { readingFlags, reportFlags } from '../figures/flags.js';
import { WEEKDAYS } from '../usage/flags.js';

const WHAT = 'WHAT IS COMPARED';
const TOLD = 'WHO IS TOLD';

export const alertsFlags = {
  at: Flags.string({
    helpValue: 'PERCENTS',
    description:
      '80,95,100 or 50:info,90:critical (80:info,95:warning,100:critical); LIMIT=PERCENTS for one limit; may be given more than once',
    multiple: true,
    helpGroup: WHAT,
  }),
  budget: Flags.string({
    helpValue: 'BUDGET',
    description: "a budget of your own, such as 'key:NAME=50usd/month'; key:* for each, all for everything; more than one",
    multiple: true,
    helpGroup: WHAT,
  }),
  budgets: Flags.string({ helpValue: 'FILE', description: 'budgets in a YAML file', helpGroup: WHAT }),
  limit: Flags.string({
    helpValue: 'LIMIT',
    description: 'only this limit, such as daily-cost; may be given more than once (all but those of requests at once)',
    multiple: true,
    helpGroup: WHAT,
  }),
  'no-limits': Flags.boolean({ description: 'only budgets', helpGroup: WHAT }),
  owner: Flags.string({
    helpValue: 'NAME',
    description: 'only limits of this API key, by its name or id; account:NAME, user:NAME; may be given more than once',
    multiple: true,
    helpGroup: WHAT,
  }),
  cycle: Flags.string({
    helpValue: 'NAME',
    description: 'limits of a billing cycle, as the application names it (today)',
    helpGroup: WHAT,
  }),
  'week-start': Flags.option({
    options: WEEKDAYS,
    description: 'the first day of the week of a budget',
    default: 'monday' as const,
    helpGroup: WHAT,
  })(),
  webhook: Flags.string({
    helpValue: 'URL',
    description: 'post new events to this URL (METER_WEBHOOK); may be given more than once',
    multiple: true,
    helpGroup: TOLD,
  }),
  'webhook-format': Flags.option({
    options: WEBHOOK_FORMATS,
    description: 'the body to post (that of the chat whose host the URL names, else json)',
    helpGroup: TOLD,
  })(),
  'webhook-timeout': Flags.string({
    helpValue: 'TIME',
    description: 'for one attempt of three; also for a command of --exec',
    default: '10s',
    helpGroup: TOLD,
  }),
  exec: Flags.string({
    helpValue: 'COMMAND',
    description: 'run this for each new event, with the event as JSON on its stdin',
    helpGroup: TOLD,
  }),
  watch: Flags.string({ helpValue: 'TIME', description: 'look again each time so long after the last look, until Ctrl-C' }),
  state: Flags.string({
    helpValue: 'FILE',
    description: 'remember in this file what was reported (with --watch: in ~/.local/state/meter)',
  }),
  margin: Flags.string({
    helpValue: 'PERCENT',
    description: 'a threshold is left only when so much less than it is used',
    default: String(USUAL_MARGIN),
  }),
  'fail-on': Flags.option({ options: LEVELS, description: 'exit 3 when there is an alert of this level or a higher one' })(),
  ...readingFlags,
  ...reportFlags,
};

export type AlertsFlags = InferredFlags<typeof alertsFlags>;
