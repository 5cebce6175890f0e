/** Load by the application and by other clients. */
import { backgroundOf, heldFrom } from '../../estimate/background.js';
import type { Finding } from '../finding.js';
import { byHand, meter } from '../remedy.js';
import type { Severity } from '../severity.js';
import { ABOUT_SERVER, type FindingRule, type ServerRule } from './context.js';
import { hasPrunableHours } from './prunable-hours.js';

/** Commands a day from which background load has medium, and high, severity. */
const NOTICEABLE = 100_000;
const HEAVY = 5_000_000;

const JOBS_NAMED = 2;
const SWITCHES_NAMED = 2;

const loadSeverity = (perDay: number): Severity => (perDay >= HEAVY ? 'high' : perDay >= NOTICEABLE ? 'medium' : 'low');

export const backgroundScanLoad: FindingRule = (context) => {
  const { profiles, tally, server, databases, distinct, deployed } = context;
  // The application scans its whole database, even if this audit read only a part of it.
  const held = server.databases.filter(({ db }) => databases.includes(db)).reduce((sum, { keys }) => sum + keys, 0);
  const keys = Math.max(held, tally.keys);
  return profiles.flatMap(({ compiled: { profile }, release }): Finding[] => {
    const held = heldFrom(keys, distinct);
    const { commandsPerDay, jobs, settings, savings } = backgroundOf(profile, release, held, deployed[profile.name] ?? {});
    if (commandsPerDay === 0 || keys === 0) return [];
    return [
      {
        code: 'background-scan-load',
        params: { application: profile.title, ...held, jobs: jobs.slice(0, JOBS_NAMED), settings },
        severity: loadSeverity(commandsPerDay),
        family: null,
        profile: profile.name,
        count: Math.round(commandsPerDay),
        remedy: {
          code: 'fewer-keys',
          params: { switches: savings.slice(0, SWITCHES_NAMED) },
          commands: hasPrunableHours(context) ? [meter('prune', '--hourly')] : [],
        },
      },
    ];
  });
};

/** KEYS reads the whole keyspace in one command, and blocks every other client meanwhile. */
export const keysCommand: ServerRule = ({ server, profiles }) => {
  const stat = server.commandStats?.get('keys');
  if (!stat || stat.calls === 0) return [];
  const ms = stat.usecPerCall / 1000;
  const callers = profiles.flatMap(({ compiled: { profile } }) =>
    profile.callsKeys === undefined ? [] : [{ application: profile.title, when: profile.callsKeys }],
  );
  return [
    {
      ...ABOUT_SERVER,
      code: 'keys-command',
      params: { msPerCall: ms, callers },
      severity: ms >= 10 ? 'high' : 'medium',
      count: stat.calls,
      remedy: byHand('find-keys-caller'),
    },
  ];
};
