import { audit } from './en/audit.js';
import { change } from './en/change.js';
import type { Messages } from './messages.js';

export const en: Messages = { audit, change };
