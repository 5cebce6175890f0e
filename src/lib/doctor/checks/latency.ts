/** How long answers take: from here, and by the server's own records. What is switched off is not fine. */
import { redisCli, type Command } from '../../audit/remedy.js';
import { settingCommands, settingOf } from '../../audit/findings/setting.js';
import type { SlowCommand } from '../ask/noted.js';
import { checked, skipped } from '../check.js';
import type { DoctorFacts } from '../facts.js';
import type { Check } from '../model.js';
import { endedSkip } from './ended.js';

/** 99 of 100 PINGs are answered within this time; a client's timeout for a command is usually between 0.5 and 5 s. */
const SLOW_PING = 0.05;
const FAILING_PING = 0.5;
/** A command that holds the server for so long delays all others. */
const SLOW_COMMAND = 0.01;
const FAILING_COMMAND = 0.1;
/** Older entries of logs say nothing of today. */
const RECENT_SECONDS = 86_400;
const SHOWN = 3;

export const latencyChecks = (facts: DoctorFacts): Check[] => [pings(facts), commandTimes(facts), slowLog(facts), pauses(facts)];

function pings({ pings: all, connection: { reach, answerSeconds: seconds }, ...facts }: DoctorFacts): Check {
  if (all === null && facts.ended === 'timeout')
    return checked('ping', 'fail', [{ code: 'no-answer', params: { seconds } }], {
      advice: { code: 'see-if-it-runs', params: {} },
    });
  if (all === null) return endedSkip('ping', facts);
  if (all.length === 0) return skipped('ping', { code: 'not-asked', params: { flag: '--pings 0' } });
  const [worst] = all.toSorted((a, b) => b.p99Seconds - a.p99Seconds);
  const { p99Seconds } = worst!;
  const state = p99Seconds >= FAILING_PING ? 'fail' : p99Seconds >= SLOW_PING ? 'warn' : 'ok';
  const advice = { code: 'nearer-or-quicker' as const, params: { local: reach === 'local' } };
  return checked('ping', state, [{ code: 'pings', params: worst! }], state === 'ok' ? {} : { advice });
}

/** Commands that administrators and programs like this one send, not applications. */
const OF_ADMINISTRATORS = /^(?:ACL|CLIENT|CLUSTER|COMMAND|CONFIG|DEBUG|HELLO|INFO|LATENCY|MEMORY|PING|SLOWLOG)\b/;

function commandTimes({ nodes, server, ...facts }: DoctorFacts): Check {
  if (nodes.length === 0) return endedSkip('command-latency', facts);
  const times = nodes
    .flatMap(({ noted }) => noted.times)
    .filter(({ command }) => !OF_ADMINISTRATORS.test(command))
    .toSorted((a, b) => b.p99Seconds - a.p99Seconds);
  const [slowest] = times;
  if (slowest === undefined) {
    const isOff = nodes.some(({ settings }) => settings.get('latency-tracking') === 'no');
    if (isOff) return off('command-latency', 'latency-tracking', 'yes', server);
    return skipped('command-latency', { code: 'not-told', params: { what: 'INFO latencystats' } });
  }
  const state = slowest.p99Seconds >= FAILING_COMMAND ? 'fail' : slowest.p99Seconds >= SLOW_COMMAND ? 'warn' : 'ok';
  const commands = times.slice(0, SHOWN).map(({ command, p99Seconds }) => ({ command, p99Seconds }));
  return checked(
    'command-latency',
    state,
    [{ code: 'command-times', params: { commands, counted: times.length } }],
    state === 'ok' ? {} : { advice: { code: 'look-at-slow-commands', params: {} }, commands: [redisCli('SLOWLOG', 'GET', '10')] },
  );
}

function slowLog({ nodes, server, says, options, ...facts }: DoctorFacts): Check {
  const [first] = nodes;
  if (first === undefined) return endedSkip('slow-log', facts);
  const threshold = first.settings.number('slowlog-log-slower-than');
  if (threshold !== null && threshold < 0) return off('slow-log', 'slowlog-log-slower-than', '10000', server);
  const lists = nodes.map(({ noted }) => noted.slow);
  const told = lists.find((each) => typeof each === 'string');
  if (typeof told === 'string') return skipped('slow-log', { code: told, params: { command: 'SLOWLOG GET' } });
  const now = (options.now.getTime() + (says?.aheadMs ?? 0)) / 1000;
  const recent = (lists as SlowCommand[][]).flat().filter(({ at }) => now - at < RECENT_SECONDS);
  const [slowest] = recent.toSorted((a, b) => b.seconds - a.seconds);
  const params = {
    entries: recent.length,
    thresholdSeconds: (threshold ?? 10_000) / 1e6,
    slowest:
      slowest === undefined
        ? null
        : { command: slowest.command, seconds: slowest.seconds, agoSeconds: Math.max(0, now - slowest.at) },
  };
  const isSlow = slowest !== undefined && slowest.seconds >= SLOW_COMMAND;
  const state = isSlow ? (slowest.seconds >= FAILING_COMMAND ? 'fail' : 'warn') : 'ok';
  return checked(
    'slow-log',
    state,
    [{ code: 'slow-commands', params }],
    isSlow ? { advice: { code: 'look-at-slow-commands', params: {} }, commands: [redisCli('SLOWLOG', 'GET', '10')] } : {},
  );
}

function pauses({ nodes, server, says, options, ...facts }: DoctorFacts): Check {
  const [first] = nodes;
  if (first === undefined) return endedSkip('latency-events', facts);
  if (first.settings.number('latency-monitor-threshold') === 0)
    return off('latency-events', 'latency-monitor-threshold', '100', server);
  const lists = nodes.map(({ noted }) => noted.pauses);
  const told = lists.find((each) => typeof each === 'string');
  if (typeof told === 'string') return skipped('latency-events', { code: told, params: { command: 'LATENCY LATEST' } });
  const now = (options.now.getTime() + (says?.aheadMs ?? 0)) / 1000;
  const recent = lists
    .flatMap((each) => (typeof each === 'string' ? [] : each))
    .filter(({ at }) => now - at < RECENT_SECONDS)
    .toSorted((a, b) => b.maxSeconds - a.maxSeconds);
  const events = recent
    .slice(0, SHOWN)
    .map(({ event, maxSeconds, at }) => ({ event, maxSeconds, agoSeconds: Math.max(0, now - at) }));
  const commands: Command[] = [redisCli('LATENCY', 'DOCTOR')];
  return checked(
    'latency-events',
    events.length === 0 ? 'ok' : events[0]!.maxSeconds >= FAILING_PING ? 'fail' : 'warn',
    [{ code: 'pauses', params: { events } }],
    events.length === 0 ? {} : { advice: { code: 'look-at-pauses', params: {} }, commands },
  );
}

/** The server can record it, and does not. */
function off(id: Check['id'], name: string, value: string, server: DoctorFacts['server']): Check {
  const setting = settingOf(server, name, value);
  return skipped(
    id,
    { code: 'off', params: { setting: name, value } },
    { advice: { code: 'set', params: { setting } }, commands: settingCommands(setting) },
  );
}
