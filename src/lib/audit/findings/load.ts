/** What the application, and others, make the server do. */
import { formatCounted } from '../../format/number.js';
import type { Finding } from '../model.js';
import type { Severity } from '../severity.js';
import { ABOUT_SERVER, type FindingRule } from './context.js';
import { hasPrunableHours } from './prunable-hours.js';

/** Commands a day from which background load is worth a look, and from which it is the first thing to mend. */
const NOTICEABLE = 100_000;
const HEAVY = 5_000_000;

const loadSeverity = (perDay: number): Severity => (perDay >= HEAVY ? 'high' : perDay >= NOTICEABLE ? 'medium' : 'low');

export const backgroundScanLoad: FindingRule = (context) => {
  const { profiles, tally, server, databases } = context;
  // The application scans its whole database, whatever part of it this audit looked at.
  const held = server.databases.filter(({ db }) => databases.includes(db)).reduce((sum, { keys }) => sum + keys, 0);
  const keys = Math.max(held, tally.keys);
  return profiles.flatMap(({ compiled: { profile } }): Finding[] => {
    if (!profile.background || keys === 0) return [];
    const { commandsPerKeyPerDay, note } = profile.background;
    const perDay = keys * commandsPerKeyPerDay;
    return [
      {
        code: 'background-scan-load',
        severity: loadSeverity(perDay),
        title: `${profile.title} scans the whole keyspace in the background`,
        family: null,
        profile: profile.name,
        count: perDay,
        evidence: `about ${formatCounted(perDay, 'command', 'commands')} a day without any traffic: ${formatCounted(keys, 'key', 'keys')} × ${commandsPerKeyPerDay} (${note})`,
        fix: `fewer keys, fewer commands: ${hasPrunableHours(context) ? 'meter prune --hourly' : 'see which families are largest'}`,
      },
    ];
  });
};

/** KEYS walks the whole keyspace in one go and stops everything else meanwhile. */
export const keysCommand: FindingRule = ({ server, profiles }) => {
  const stat = server.commandStats?.get('keys');
  if (!stat || stat.calls === 0) return [];
  const ms = stat.usecPerCall / 1000;
  const own = profiles.flatMap(({ compiled: { profile } }) =>
    profile.callsKeys === undefined ? [] : [`; ${profile.title} does so ${profile.callsKeys}`],
  );
  return [
    {
      ...ABOUT_SERVER,
      code: 'keys-command',
      severity: ms >= 10 ? 'high' : 'medium',
      title: 'something uses KEYS, which blocks the server',
      count: stat.calls,
      evidence: `${formatCounted(stat.calls, 'call', 'calls')} since the statistics began, ${ms.toFixed(1)} ms each, during which no other client is served${own.join('')}`,
      fix: 'find the caller with CLIENT LIST (cmd=keys) or SLOWLOG GET, and have it use SCAN',
    },
  ];
};
