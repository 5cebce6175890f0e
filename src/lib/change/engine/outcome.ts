/** What becomes of work items. */

/**
 * `altered`: somebody changed it meanwhile. `gone`: it is not there any more. `protected`: it is not what its name says, or its new name is taken.
 * `unneeded`: nothing has to be done. `refused`: the server does not take the change. `stopped`: the run ended before it.
 */
export type Outcome = 'done' | 'gone' | 'altered' | 'protected' | 'unneeded' | 'refused' | 'stopped';

/** How notes and archives write what became of an item. `p`: the server refused a command after it had taken others of the same item. */
export type Letter = 'd' | 'g' | 'a' | 't' | 'e' | 'p';

const MEANING: Readonly<Record<Letter, Outcome>> = {
  d: 'done',
  g: 'gone',
  a: 'altered',
  t: 'protected',
  e: 'refused',
  p: 'refused',
};

/** Stands in a note, and in the archive, for a batch that was not carried out and never will be. */
export const VOID = 'void';

/** True for what a note or an answer may say of a batch of so many items; `null`: of any. */
export function isBatchOutcome(text: unknown, items: number | null): text is string {
  if (text === VOID) return true;
  return typeof text === 'string' && (items === null || text.length === items) && /^[dgatep]+$/.test(text);
}

export const outcomeAt = (letters: string, item: number): Outcome => MEANING[letters[item] as Letter];

/** Whether the server refused it. */
export const isRefused = (letter: string): boolean => MEANING[letter as Letter] === 'refused';

/** Whether the item's keys were changed. `undefined`: the outcome does not speak of it. */
export function wasChanged(outcome: string, item: number): boolean | undefined {
  if (outcome === VOID) return false;
  const letter = outcome[item];
  return letter === undefined ? undefined : letter === 'd' || letter === 'p';
}
