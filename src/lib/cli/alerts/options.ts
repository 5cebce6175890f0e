import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AlertsAsked } from '../../alerts/alerts.js';
import { parseBudget } from '../../alerts/budgets.js';
import { formatOfHost, type WebhookFormat } from '../../alerts/deliver/formats.js';
import { SECRETS } from '../../alerts/deliver/signature.js';
import type { WebhookOptions } from '../../alerts/deliver/webhook.js';
import { parseThresholds, USUAL_THRESHOLDS, type Level, type Threshold } from '../../alerts/thresholds.js';
import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { readingRequest, type ReadingRequest } from '../figures/options.js';
import { durationOf } from '../flags/duration.js';
import type { Rule } from '../flags/contradictions.js';
import { WEEKDAYS } from '../usage/flags.js';
import type { AlertsFlags } from './flags.js';

/** Options of `meter alerts`. */
export interface AlertsRequest extends ReadingRequest {
  /** Without the budgets of the file. */
  asked: AlertsAsked;
  /** A YAML file with more budgets; `null`: none. */
  budgetFile: string | null;
  /** ms from the end of a look to the next; `null`: one look. */
  watchMs: number | null;
  /** A file; `folder`: a file in this folder, named after the Redis. `null`: nothing is remembered. */
  state: string | { folder: string } | null;
  /** Percentage points. */
  margin: number;
  failOn: Level | null;
  webhooks: WebhookOptions[];
  exec: { command: string; timeoutMs: number } | null;
}

/** Before the second attempt of a webhook. */
const PAUSE_MS = 1_000;

const ONE_LOOK: Rule[] = [
  {
    flags: ['watch'],
    with: ['rdb', 'now', 'output', 'section', 'fail-on'],
    message: (_, other) => `--watch looks until Ctrl-C, and --${other} is for one look.`,
  },
  { flags: ['no-limits'], with: ['limit', 'owner', 'cycle'] },
  {
    flags: ['no-limits'],
    without: ['budget', 'budgets'],
    message: () => '--no-limits compares only budgets, and none is named.',
    advice: "Name one: --budget 'key:NAME=50usd/month'",
  },
];

type Given = AlertsFlags & { quiet: boolean; json: boolean; format?: string | undefined; section?: string | undefined };

/** Throws usage errors of one sentence. */
export function alertsRequest(flags: Given, env: NodeJS.ProcessEnv): AlertsRequest {
  const { watch, format, cycle } = flags;
  const request = readingRequest(flags, 'Limits are', ONE_LOOK);
  if (watch !== undefined && format !== undefined && format !== 'text' && format !== 'json')
    throw usageError(`--watch prints lines of text or JSON, not ${format}.`, 'Leave --format out.');
  if (cycle === '') throw usageError('--cycle takes the name of a billing cycle.', 'Such as --cycle 2026-Q4');
  const timeoutMs = durationOf('webhook-timeout', flags['webhook-timeout']);
  return {
    ...request,
    asked: {
      ...thresholdsAsked(flags.at ?? []),
      owners: flags.owner ?? [],
      limits: flags['no-limits'] ? null : (flags.limit ?? []),
      budgets: (flags.budget ?? []).map(parseBudget),
      cycle: cycle ?? null,
      weekStart: WEEKDAYS.indexOf(flags['week-start']) + 1,
    },
    budgetFile: flags.budgets ?? null,
    watchMs: watch === undefined ? null : durationOf('watch', watch),
    state: flags.state ?? (watch === undefined ? null : { folder: stateFolder(env) }),
    margin: marginOf(flags.margin),
    failOn: flags['fail-on'] ?? null,
    webhooks: webhooksOf(flags, env).map((url) => {
      const format = flags['webhook-format'] ?? formatOfHost(url.hostname);
      return { url, format, secret: secretOf(format, env), timeoutMs, pauseMs: PAUSE_MS };
    }),
    exec: flags.exec === undefined ? null : { command: commandOf(flags.exec), timeoutMs },
  };
}

const stateFolder = (env: NodeJS.ProcessEnv): string =>
  join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'meter');

const LIMIT_THRESHOLDS = /^([a-z0-9]+(?:-[a-z0-9]+)*)=([^]*)$/;

function thresholdsAsked(given: readonly string[]): Pick<AlertsAsked, 'thresholds' | 'ofLimit'> {
  const ofLimit = new Map<string, Threshold[]>();
  let thresholds: readonly Threshold[] | null = null;
  for (const text of given) {
    const [, limit, rest = text] = LIMIT_THRESHOLDS.exec(text) ?? [];
    const found = parseThresholds(rest);
    if (found === null)
      throw usageError(`--at takes percentages, not ${shown(text)}.`, 'Such as --at 50,80:warning,100 or --at daily-cost=90');
    if (limit === undefined ? thresholds !== null : ofLimit.has(limit))
      throw usageError(
        `--at states ${limit === undefined ? 'the thresholds' : `those of ${limit}`} twice.`,
        'Separate them by commas: --at 80,95,100',
      );
    if (limit === undefined) thresholds = found;
    else ofLimit.set(limit, found);
  }
  return { thresholds: thresholds ?? USUAL_THRESHOLDS, ofLimit };
}

function marginOf(text: string): number {
  const found = /^(\d{1,2}(?:\.\d{1,2})?) ?%?$/.exec(text);
  if (!found) throw usageError(`--margin takes percentage points below 100, not ${shown(text)}.`, 'Such as --margin 5');
  return Number(found[1]);
}

/** Errors never show the URL, because its path may be a secret. */
function webhooksOf({ webhook }: AlertsFlags, env: NodeJS.ProcessEnv): URL[] {
  const set = env['METER_WEBHOOK'] || null;
  const texts =
    webhook?.map((text) => ({ text, from: '--webhook' })) ?? (set === null ? [] : [{ text: set, from: 'METER_WEBHOOK' }]);
  return texts.map(({ text, from }) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !['http:', 'https:'].includes(url.protocol))
      throw usageError(`${from} is no address of http or https.`, 'Such as --webhook https://example.com/hook');
    return url;
  });
}

/** A secret is only read from the environment: a flag would be in the list of processes. */
function secretOf(format: WebhookFormat, env: NodeJS.ProcessEnv): string | null {
  const variable = SECRETS[format];
  return (variable !== undefined && env[variable]) || null;
}

function commandOf(text: string): string {
  if (text.trim() !== '') return text;
  throw usageError('--exec takes a command.', "Such as --exec 'mail -s meter ops@example.com'");
}

const shown = (text: string): string => truncateMiddle(safeText(text), 40) || 'nothing';
