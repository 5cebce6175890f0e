import { advise } from './en/advise.js';
import { alerts } from './en/alerts.js';
import { audit } from './en/audit.js';
import { change } from './en/change.js';
import { diff } from './en/diff.js';
import { common } from './en/common.js';
import { doctor } from './en/doctor.js';
import { estimate } from './en/estimate.js';
import { report as flags } from './en/flags-report.js';
import { archived } from './en/archives.js';
import { exported } from './en/export.js';
import { exporter } from './en/exporter.js';
import { growth } from './en/growth.js';
import { limiters } from './en/limiters.js';
import { limits } from './en/limits.js';
import { measure } from './en/measure.js';
import { notices } from './en/notices.js';
import { page } from './en/page.js';
import { profile } from './en/profile.js';
import { recognise } from './en/recognise.js';
import { render } from './en/render.js';
import { talk } from './en/talk.js';
import { trial } from './en/trial.js';
import { usage } from './en/usage.js';
import type { Messages } from './messages.js';

export const en: Messages = {
  language: 'en',
  advise,
  alerts,
  archived,
  audit,
  change,
  common,
  diff,
  doctor,
  estimate,
  flags,
  exported,
  exporter,
  growth,
  limiters,
  limits,
  measure,
  notices,
  page,
  profile,
  recognise,
  render,
  talk,
  trial,
  usage,
};
