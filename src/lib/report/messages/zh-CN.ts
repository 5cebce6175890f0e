import type { Messages } from './messages.js';
import { advise } from './zh-CN/advise.js';
import { alerts } from './zh-CN/alerts.js';
import { audit } from './zh-CN/audit.js';
import { change } from './zh-CN/change.js';
import { common } from './zh-CN/common.js';
import { diff } from './zh-CN/diff.js';
import { estimate } from './zh-CN/estimate.js';
import { report as flags } from './zh-CN/flags-report.js';
import { doctor } from './zh-CN/doctor.js';
import { archived } from './zh-CN/archives.js';
import { exported } from './zh-CN/export.js';
import { exporter } from './zh-CN/exporter.js';
import { growth } from './zh-CN/growth.js';
import { limiters } from './zh-CN/limiters.js';
import { limits } from './zh-CN/limits.js';
import { measure } from './zh-CN/measure.js';
import { notices } from './zh-CN/notices.js';
import { page } from './zh-CN/page.js';
import { profile } from './zh-CN/profile.js';
import { recognise } from './zh-CN/recognise.js';
import { render } from './zh-CN/render.js';
import { talk } from './zh-CN/talk.js';
import { trial } from './zh-CN/trial.js';
import { usage } from './zh-CN/usage.js';

export const zhCN: Messages = {
  language: 'zh-CN',
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
