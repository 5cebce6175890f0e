/** Ranks what can be done about a Redis, from its contents and its application's commands. */
import type { AdviseData, Effort, RemedyRow } from './model.js';
import type { AdviseInput } from './advise-input.js';
import { loadOf } from './load.js';
import { codeRemedies, planRemedies, pruneRemedies, rollupRemedies, settingRemedies, unreadSwitches } from './remedies.js';

export function buildAdvice(input: AdviseInput): AdviseData {
  const { estimate, source, application, requests, measuredPerDay, isProviderKnown } = input;
  const { provider, workload, dataBytes } = estimate;
  const { requestsPerDay, keys, apiKeys, accounts } = workload;
  const now = loadOf(estimate);
  const remedies = [
    ...planRemedies(input, now),
    ...pruneRemedies(input, now),
    ...rollupRemedies(input, now),
    ...settingRemedies(input, now),
    ...codeRemedies(now),
  ];
  const data: AdviseData = {
    source,
    profile: application,
    workload: { requestsPerDay, ...requests, keys, apiKeys, accounts, dataBytes },
    provider: { id: provider.id, title: provider.title, known: isProviderKnown, asOf: provider.asOf },
    now: {
      commandsPerDay: Math.round(now.row.wirePerDay),
      jobsPerDay: Math.round(now.row.jobsPerDay),
      dollarsPerMonth: now.row.monthlyCost,
      measuredPerDay,
    },
    remedies,
    unread: unreadSwitches(now),
  };
  const byWorth = (a: RemedyRow, b: RemedyRow): number =>
    NEEDS_CODE[a.effort] - NEEDS_CODE[b.effort] || worthOf(b, data) - worthOf(a, data);
  return { ...data, remedies: remedies.toSorted(byWorth) };
}

/** Remedies that need no change to the application's code come first. */
const NEEDS_CODE: Readonly<Record<Effort, number>> = { plan: 0, command: 0, setting: 0, code: 1 };

/** The largest share of the commands, the memory or the bill that the remedy saves. */
function worthOf({ saves }: RemedyRow, { now, workload }: AdviseData): number {
  const share = (part: number | null, whole: number | null): number => (part === null || !whole ? 0 : part / whole);
  return Math.max(
    share(saves.commandsPerDay, now.commandsPerDay),
    share(saves.bytes, workload.dataBytes),
    share(saves.dollarsPerMonth, now.dollarsPerMonth),
  );
}
