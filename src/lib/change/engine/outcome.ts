/** Outcomes of work items. */

/**
 * `altered`: another client changed it meanwhile. `gone`: it no longer exists. `protected`: it is not what its name says, or its
 * new name exists. `unneeded`: no change is needed. `refused`: the server refuses the change. `stopped`: the run ended before it.
 */
export type Outcome = 'done' | 'gone' | 'altered' | 'protected' | 'unneeded' | 'refused' | 'stopped';

/**
 * The outcome of an item in notes and archives. `p`: the server refused a command after it had accepted others of the same item.
 */
export type Letter = 'd' | 'g' | 'a' | 't' | 'e' | 'p';

const MEANING: Readonly<Record<Letter, Outcome>> = {
  d: 'done',
  g: 'gone',
  a: 'altered',
  t: 'protected',
  e: 'refused',
  p: 'refused',
};

/** In a note and in the archive: the batch was not carried out and never will be. */
export const VOID = 'void';

/** True for a valid outcome of a batch with this number of items; `null`: of any number. */
export function isBatchOutcome(text: unknown, items: number | null): text is string {
  if (text === VOID) return true;
  return typeof text === 'string' && (items === null || text.length === items) && /^[dgatep]+$/.test(text);
}

export const outcomeAt = (letters: string, item: number): Outcome => MEANING[letters[item] as Letter];

/** True when the server refused it. */
export const isRefused = (letter: string): boolean => MEANING[letter as Letter] === 'refused';

/** True when the item's keys were changed. `undefined`: the outcome does not say. */
export function wasChanged(outcome: string, item: number): boolean | undefined {
  if (outcome === VOID) return false;
  const letter = outcome[item];
  return letter === undefined ? undefined : letter === 'd' || letter === 'p';
}
