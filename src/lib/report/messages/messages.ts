/** The sentences that a language must provide. Each language is a folder beside en/. */
import type { AdviseMessages } from './advise.js';
import type { AlertsMessages } from './alerts.js';
import type { AuditMessages } from './audit.js';
import type { ChangeMessages } from './change.js';
import type { DiffMessages } from './diff.js';
import type { DoctorMessages } from './doctor.js';
import type { ArchivesMessages } from './en/archives.js';
import type { ExportMessages } from './en/export.js';
import type { ExporterMessages } from './en/exporter.js';
import type { Language } from './language.js';
import type { GrowthMessages } from './growth.js';
import type { LimitersMessages } from './limiters.js';
import type { LimitsMessages } from './limits.js';
import type { FlagsReportMessages } from './en/flags-report.js';
import type { CommonMessages } from './en/common.js';
import type { RecogniseMessages } from './en/recognise.js';
import type { NoticeSentences } from './notices.js';
import type { PageMessages } from './page.js';
import type { RenderMessages } from './render.js';
import type { TalkMessages } from './en/talk.js';
import type { UsageMessages } from './usage.js';

export interface Messages {
  language: Language;
  advise: AdviseMessages;
  alerts: AlertsMessages;
  archived: ArchivesMessages;
  audit: AuditMessages;
  change: ChangeMessages;
  diff: DiffMessages;
  doctor: DoctorMessages;
  common: CommonMessages;
  flags: FlagsReportMessages;
  exported: ExportMessages;
  exporter: ExporterMessages;
  growth: GrowthMessages;
  limiters: LimitersMessages;
  limits: LimitsMessages;
  notices: NoticeSentences;
  page: PageMessages;
  recognise: RecogniseMessages;
  render: RenderMessages;
  talk: TalkMessages;
  usage: UsageMessages;
}
