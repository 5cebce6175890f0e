import type { AuditMessages } from '../audit.js';
import { findings } from './audit/findings.js';
import { remedies } from './audit/remedies.js';
import { report } from './audit/report.js';

export const audit: AuditMessages = { findings, remedies, report };
