import { advise } from './en/advise.js';
import { alerts } from './en/alerts.js';
import { audit } from './en/audit.js';
import { change } from './en/change.js';
import { diff } from './en/diff.js';
import { doctor } from './en/doctor.js';
import { limiters } from './en/limiters.js';
import { limits } from './en/limits.js';
import { notices } from './en/notices.js';
import { page } from './en/page.js';
import { usage } from './en/usage.js';
import type { Messages } from './messages.js';

export const en: Messages = { advise, alerts, audit, change, diff, doctor, limiters, limits, notices, page, usage };
