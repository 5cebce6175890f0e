/** Finds English sentences in Chinese output. Commands, key names, codes and names of products are no sentences. */

/** Command lines to copy end at Chinese text, at a sign of it, or at the end of the line. */
const COMMAND = /(?:\b(?:meter|redis-cli|node|chmod|iconv)|--[a-z-]+)(?: [!-~]+)*/g;
/** Names with several words, and terms that Chinese texts keep. */
const NAMES =
  /\b(?:Claude Relay Service|Redis Enterprise|Upstash Redis|MEMORY USAGE|INFO commandstats|hash tag|New API|One API|queue mode|Kong rate limiting|Pay as you(?: go)?|Azure Cache for Redis|ERR max requests limit exceeded|maxmemory-policy \w+|protected-mode (?:yes|no)|limits (?:set|unset|copy|reset))\b/g;
const ENGLISH = /\b[A-Za-z]?[a-z]+ [a-z]{2,}\b/;

/** Lines with two English words in a row. */
export const englishLines = (text: string): string[] =>
  text.split('\n').filter((line) => ENGLISH.test(line.replaceAll(COMMAND, '').replaceAll(NAMES, '')));
