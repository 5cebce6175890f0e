/** Chooses the limit that a command changes, and the billing cycles that it reads and changes. */
import { byteString } from '../../format/byte-string.js';
import { EXIT, MeterError, usageError } from '../../format/errors.js';
import { nearest } from '../../format/nearest.js';
import { printable, safeText, truncateMiddle } from '../../format/terminal.js';
import type { Group, ReadyLimit } from '../../limits/groups.js';
import type { LimitsWish } from './request.js';

/** The one limit that may be set from here, and that counts what was asked for. `limit`: its id; `null`: the only one. */
export function settableOf(
  groups: readonly Group[],
  { wish, limit, application }: { wish: LimitsWish; limit: string | null; application: string },
): { group: Group; ready: ReadyLimit } {
  const all = groups.flatMap((group) => group.limits.map((ready) => ({ group, ready })));
  const named = limit === null ? all : all.filter(({ ready }) => ready.limit.id === limit);
  if (named.length === 0) {
    const ids = [...new Set(all.map(({ ready }) => ready.limit.id))];
    const near = nearest(limit!.slice(0, 60), ids);
    throw usageError(
      `There is no limit ${truncateMiddle(safeText(limit!), 40)} here.`,
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Limits: ${ids.join(', ')}.`,
    );
  }
  const own = named.filter(({ ready }) => ready.limit.setIn === undefined);
  if (own.length === 0)
    throw new MeterError(
      'limits-elsewhere',
      EXIT.refused,
      `${application} keeps its limits itself, and they are not changed behind its back.`,
      [...new Set(named.flatMap(({ ready }) => ready.limit.setIn ?? []))],
    );
  const fitting = wish.verb === 'set' ? own.filter(({ ready }) => ready.unit === wish.unit) : own;
  const [first, second] = fitting;
  if (!first)
    throw usageError(
      `No limit is counted in ${wish.verb === 'set' ? wish.unit : ''} here.`,
      `Limits: ${own.map(({ ready }) => `${ready.limit.id} in ${ready.unit}`).join(', ')}.`,
    );
  if (second)
    throw usageError(
      'Several limits can be changed here.',
      `Name one: --limit ${fitting.map(({ ready }) => ready.limit.id).join(', ')}`,
    );
  if (wish.verb === 'reset' && first.ready.figure !== 'own')
    throw new MeterError(
      'counters-elsewhere',
      EXIT.refused,
      `The figure of ${first.ready.limit.title} is not beside the limit, and only counters beside it are reset.`,
      ['Leave it to the application.'],
    );
  return first;
}

/** The cycles that are read and changed, which are one except for a copy; `null`: limits have none. */
export function cyclesOf(
  wish: LimitsWish,
  group: Group,
  { today, yesterday }: { today: string; yesterday: string },
): { from: string; to: string } | null {
  const given = wish.verb === 'copy' ? (wish.from ?? wish.to) : wish.cycle;
  if (group.cycle === null) {
    if (given === null && wish.verb !== 'copy') return null;
    throw usageError(
      'These limits have no billing cycles.',
      wish.verb === 'copy' ? 'They need not be copied.' : 'Leave --cycle out.',
    );
  }
  const cycles =
    wish.verb === 'copy'
      ? { from: byteString(wish.from ?? yesterday), to: byteString(wish.to ?? today) }
      : { from: byteString(wish.cycle ?? today), to: byteString(wish.cycle ?? today) };
  if (wish.verb === 'copy' && cycles.from === cycles.to)
    throw usageError(`--from and --to are both ${printable(cycles.to)}.`, 'Name two billing cycles.');
  return cycles;
}
