import type { AuditMessages } from '../audit.js';
import { findings } from './audit/findings.js';
import { remedies } from './audit/remedies.js';

export const audit: AuditMessages = { findings, remedies };
