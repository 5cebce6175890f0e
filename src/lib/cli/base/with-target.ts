/** Commands that a sentence names, each with its flags and their values. */
const COMMAND = /\bmeter (?:audit|fix-consistency|migrate|prune)(?: --[\w-]+(?: (?:'(?:[^']|'\\'')*'|(?!--)[^\s,;']+))?)*/g;

/** The sentence with the target behind each command that it names. */
export const withTarget = (sentence: string, target: string): string => sentence.replace(COMMAND, (command) => command + target);
