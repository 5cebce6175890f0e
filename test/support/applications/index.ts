/** A generator for each application: what it writes, with the family of each key. */
import { litellmKeys } from './litellm.js';
import type { MadeKey } from './made-keys.js';

export const APPLICATIONS: readonly { name: string; keys: () => MadeKey[] }[] = [{ name: 'litellm', keys: litellmKeys }];
