import { flags } from './flags.js';
import { long } from './long.js';
import { topics } from './topics.js';
import { verbs } from './verbs.js';

/** Help by its English text, which is that of the commands and of their manifest. */
export const texts: Readonly<Record<string, string>> = { ...flags, ...verbs, ...topics, ...long };
