import type { NoticeSentences } from '../notices.js';
import { advise } from './notices/advise.js';
import { alerts } from './notices/alerts.js';
import { audit } from './notices/audit.js';
import { consistency } from './notices/consistency.js';
import { course } from './notices/course.js';
import { estimate } from './notices/estimate.js';
import { measure } from './notices/measure.js';
import { plan } from './notices/plan.js';
import { session } from './notices/session.js';
import { snapshot } from './notices/snapshot.js';
import { switches } from './notices/switches.js';

export const notices: NoticeSentences = {
  ...session,
  ...advise,
  ...alerts,
  ...audit,
  ...consistency,
  ...course,
  ...estimate,
  ...measure,
  ...plan,
  ...snapshot,
  ...switches,
  text: ({ text }) => text,
};
