/** What an audit finds about the server itself, for those who count no keys. */
import type { Finding } from '../finding.js';
import type { ServerContext, ServerRule } from './context.js';
import { failedCalls } from './failed-calls.js';
import { keysCommand } from './load.js';
import { evictionPolicy, memoryHeadroom } from './memory.js';
import { noPersistence, saveFailed } from './saving.js';

const RULES: readonly ServerRule[] = [evictionPolicy, memoryHeadroom, noPersistence, saveFailed, keysCommand, failedCalls];

export const findingsOfServer = (context: ServerContext): Finding[] => RULES.flatMap((rule) => rule(context));
