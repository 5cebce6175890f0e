import { usageError } from '../format/errors.js';
import { nearest } from '../format/nearest.js';
import { safeText, truncateMiddle } from '../format/terminal.js';
import type { Profile } from '../profile/types.js';
import type { EstimateData, ExplainRow } from './model.js';
import type { Flow, FlowCommand } from './flows.js';
import { significant } from './significant.js';

type Explanation = NonNullable<EstimateData['explain']>;

/** The commands behind a figure: of a source, or of a family by id or pattern. Throws a usage error for an unknown name. */
export function explain(profile: Profile, flows: readonly Flow[], subject: string): Explanation {
  const kind = (profile.operations?.events ?? []).some(({ source }) => source === subject) ? 'source' : 'family';
  const family = kind === 'source' ? null : familyNamed(profile, subject);
  const rows = flows.flatMap((flow) => {
    const own = flow.commands.filter((command) => (family === null ? flow.source === subject : command.family === family));
    return together(own).map((command) => rowOf(profile, flow, command));
  });
  const wire = rows.filter(({ inScript }) => !inScript);
  return {
    subject,
    kind,
    rows,
    perRequest: significant(wire.reduce((sum, row) => sum + (row.perRequest ?? 0), 0)),
    perDay: significant(wire.reduce((sum, row) => sum + row.perDay, 0)),
  };
}

/** Merges equal commands on the same family. */
function together(commands: readonly FlowCommand[]): FlowCommand[] {
  const sums = new Map<string, FlowCommand>();
  for (const command of commands) {
    const key = `${command.command} ${command.family} ${command.inScript}`;
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, count: sum.count + command.count } : command);
  }
  return [...sums.values()];
}

function rowOf({ families }: Profile, flow: Flow, { command, family, count, inScript }: FlowCommand): ExplainRow {
  const { event, title, source, transport, evidence, from, perDay, perRequest } = flow;
  return {
    event,
    title,
    source,
    transport,
    command,
    family,
    pattern: families.find(({ id }) => id === family)?.pattern ?? null,
    count: significant(count),
    timesPerRequest: perRequest === null ? null : significant(perRequest),
    timesPerDay: significant(perDay),
    perRequest: perRequest === null ? null : significant(count * perRequest),
    perDay: significant(count * perDay),
    inScript,
    evidence,
    from,
  };
}

function familyNamed(profile: Profile, subject: string): string {
  const found = profile.families.find(({ id, pattern }) => id === subject || pattern === subject);
  if (found) return found.id;
  const names = [
    ...new Set((profile.operations?.events ?? []).map(({ source }) => source)),
    ...profile.families.map(({ id }) => id),
  ];
  const near = nearest(subject, names);
  throw usageError(
    `Profile ${safeText(profile.name)} has no source or family "${truncateMiddle(safeText(subject), 40)}".`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `List the families: meter profile show ${safeText(profile.name)}`,
  );
}
