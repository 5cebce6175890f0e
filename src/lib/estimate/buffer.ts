import type { Workload } from '../profile/operations.js';
import { isBracket } from './command-kinds.js';
import type { Flow, FlowCommand } from './flows.js';
import { isBufferable } from './recording.js';

const SECONDS_A_DAY = 86_400;

/**
 * The flows with all summable recording kept in memory and sent every `flushSeconds` in one pipeline. Assumes that requests
 * arrive at random times, spread evenly over the day and over API keys, accounts and models. An interval with n requests then
 * touches K(1 − e^(−n/K)) of K different keys. Real traffic comes in bursts, of which a buffer saves more.
 */
export function buffered(flows: readonly Flow[], workload: Workload, flushSeconds: number): Flow[] {
  const bufferable = flows.filter(isBufferable);
  const busiest = bufferable.reduce((most, { perDay }) => Math.max(most, perDay), 0);
  if (busiest === 0) return [...flows];
  const intervals = SECONDS_A_DAY / flushSeconds;
  // Only intervals with requests are sent.
  const sent = intervals * touched(1, busiest / intervals);
  const commands = bufferable.flatMap((flow) =>
    flow.commands.map((command): FlowCommand => {
      const different = isBracket(command.command) ? 1 : differentKeys(command, workload);
      const times = (intervals / sent) * touched(different, flow.perDay / intervals);
      return { ...command, count: command.count * times };
    }),
  );
  return [
    ...flows.filter((flow) => !bufferable.includes(flow)),
    {
      event: 'recording-buffer',
      source: bufferable[0]!.source,
      title: `statistics of ${flushSeconds} s`,
      perDay: sent,
      perRequest: workload.requestsPerDay === 0 ? null : sent / workload.requestsPerDay,
      transport: 'pipeline',
      commands,
      evidence: 'read',
      from: 'computed from the commands that the buffer adds up',
    },
  ];
}

/** How many of K equally likely keys n expected requests touch. */
const touched = (keys: number, requests: number): number => keys * -Math.expm1(-requests / keys);

/** Different keys that the command may name within a period. */
function differentKeys({ dimensions }: FlowCommand, { apiKeys, accounts, models }: Workload): number {
  const counts: Readonly<Record<string, number>> = { 'api-key': apiKeys, account: accounts, model: models };
  return dimensions.reduce((product, dimension) => product * Math.max(1, counts[dimension] ?? 1), 1);
}
