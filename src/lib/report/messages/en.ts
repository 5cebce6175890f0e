import { audit } from './en/audit.js';
import { change } from './en/change.js';
import { usage } from './en/usage.js';
import type { Messages } from './messages.js';

export const en: Messages = { audit, change, usage };
