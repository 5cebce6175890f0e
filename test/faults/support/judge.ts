/** Holds what the servers have against what was counted. */
import type { Elements, Figure, Ledger } from './ledger.js';
import { millionths } from './ledger.js';
import type { Place } from './place.js';
import { surely } from './direct.js';

export interface Verdict {
  lost: string[];
  doubled: string[];
}

/** `inOrder`: of lists the order counts. */
export async function judge(place: Place, ledger: Ledger, inOrder: boolean): Promise<Verdict> {
  const verdict: Verdict = { lost: [], doubled: [] };
  for (const figure of ledger.figures) await judgeFigure(place, figure, verdict);
  for (const elements of ledger.elements) await judgeElements(place, elements, verdict, inOrder);
  return verdict;
}

async function judgeFigure(place: Place, { key, field, certain, unsure }: Figure, verdict: Verdict): Promise<void> {
  const text = (await surely(place, ...(field === null ? ['GET', key] : ['HGET', key, field]))) as string | null;
  const found = millionths(text);
  const what = `${key}${field === null ? '' : ` ${field}`}: ${text} in place of ${show(certain)}${unsure > 0n ? ` to ${show(certain + unsure)}` : ''}`;
  if (found < certain) verdict.lost.push(what);
  if (found > certain + unsure) verdict.doubled.push(what);
}

const show = (value: bigint): string => `${value / 1_000_000n}.${String(value % 1_000_000n).padStart(6, '0')}`;

async function judgeElements(
  place: Place,
  { key, kind, certain, unsure }: Elements,
  verdict: Verdict,
  inOrder: boolean,
): Promise<void> {
  const found = kind === 'list' ? ((await surely(place, 'LRANGE', key, '0', '-1')) as string[]) : await idsOf(place, key, unsure);
  const counts = new Map<string, number>();
  for (const element of found) counts.set(element, (counts.get(element) ?? 0) + 1);
  for (const element of certain) if (!counts.has(element)) verdict.lost.push(`${key}: ${element} is not there`);
  for (const [element, count] of counts) {
    if (count > 1) verdict.doubled.push(`${key}: ${element} is there ${count} times`);
    if (!certain.includes(element) && !unsure.has(element)) verdict.doubled.push(`${key}: ${element} was never put`);
  }
  const ordered = found.filter((element) => !unsure.has(element)).join() === certain.join();
  if (inOrder && kind === 'list' && !ordered && verdict.lost.length + verdict.doubled.length === 0)
    verdict.lost.push(`${key}: another order`);
}

/** The newest first. Entries that nobody was told the id of are called by what they hold. */
async function idsOf(place: Place, key: string, unsure: ReadonlySet<string>): Promise<string[]> {
  const entries = (await surely(place, 'XREVRANGE', key, '+', '-')) as [string, string[]][];
  return entries.map(([id, pairs]) => {
    const own = `${pairs[0]} ${pairs[1]}`;
    return unsure.has(own) ? own : id;
  });
}
