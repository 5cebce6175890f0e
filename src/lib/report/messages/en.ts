import { audit } from './en/audit.js';
import type { Messages } from './messages.js';

export const en: Messages = { audit };
