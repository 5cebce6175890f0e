/** The results of all commands, as `--json` prints them. `npm run schemas` makes the files in schemas/ of these types. */
import type { AdviceReport } from './advise/worded.js';
import type { ArchivesData } from '../change/retention/model.js';
import type { Misfit } from '../audit/misfits.js';
import type { ExportData } from '../change/export/model.js';
import type { RestoreListData } from '../change/restore/model.js';
import type { DiffData } from '../diff/model.js';
import type { DemoData } from '../demo/model.js';
import type { ViolationChanges } from '../consistency/changes.js';
import type { ExplainedData } from '../consistency/model.js';
import type { GrowthData } from '../growth/model.js';
import type { LimitsData } from '../limits/model.js';
import type { MeasureReport } from './measure/worded.js';
import type { FlagsEditData, FlagsListData } from '../switches/model.js';
import type { TrialLimitersData } from '../trial/model.js';
import type { TrialScenariosData } from '../trial/scenarios/model.js';
import type { UsageData } from '../usage/model.js';
import type { AlertsReport } from './alerts/report.js';
import type { AuditReport } from './audit/worded.js';
import type { ChangeReport } from './change/worded.js';
import type { ConsistencyReport } from './consistency/worded.js';
import type { DoctorReport } from './doctor/worded.js';
import type { EstimateReport } from './estimate/worded.js';
import type { LimitersReport } from './limiters/worded.js';
import type { CheckReport } from './limits/check.js';
import type { CheckedProfile, ProfileDetails, ProfileSummary } from './profile/data.js';
import type { AnyNotice, Envelope } from './envelope.js';
import type { ErrorEnvelope } from './error-envelope.js';
import type { AlertMessage } from '../alerts/message.js';

type Result<Command extends string, Data> = Omit<Envelope<Data>, 'command' | 'notices'> & {
  command: Command;
  notices: AnyNotice[];
};

export type Advise = Result<'advise', AdviceReport>;
export type Alerts = Result<'alerts', AlertsReport>;
/** An event of `meter alerts`: a line of `--watch --json`, the input of `--exec`, an element of `events` in the body of a webhook. */
export type AlertEvent = AlertMessage;
export type Archives = Result<'archives list' | 'archives prune', ArchivesData>;
export type Audit = Result<'audit', AuditReport>;
/** The result of `meter prune`, and of `meter apply` for such a plan. */
export type Change = Result<'prune', ChangeReport>;
/** What has changed between two results. */
export type Diff = Result<'diff', DiffData>;
export type Demo = Result<'demo', DemoData>;
export type Doctor = Result<'doctor', DoctorReport>;
/** A command that failed. */
export type Error = ErrorEnvelope;
export type Estimate = Result<'estimate', EstimateReport>;
export type Export = Result<'export', ExportData>;
/** `data`: what was checked; with `--explain` the invariant; with `--watch`, after the first check, what has changed. */
export type FixConsistency = Result<'fix-consistency', ConsistencyReport | ExplainedData | (ViolationChanges & { now: string })>;
export type Flags = Result<'flags list', FlagsListData> | Result<'flags set' | 'flags unset' | 'flags preset', FlagsEditData>;
export type Growth = Result<'growth', GrowthData>;
export type Limiters = Result<'limiters', LimitersReport>;
/** `text`: a file in the language. */
export type LimitersScript = Result<'limiters script', { algorithm: string; language: string; text: string }>;
export type Limits = Result<'limits', LimitsData>;
/** The result of `meter limits set`, `unset`, `reset` and `copy`. */
export type LimitsChange = Result<'limits set' | 'limits unset' | 'limits reset' | 'limits copy', ChangeReport>;
export type LimitsCheck = Result<'limits check', CheckReport>;
export type Measure = Result<'measure', MeasureReport>;
export type Migrate = Result<'migrate', ChangeReport>;
export type ProfileCheck = Result<'profile check', { checked: CheckedProfile[]; misfits: Misfit[] | null }>;
export type ProfileList = Result<'profile list', { profiles: ProfileSummary[] }>;
export type ProfileShow = Result<'profile show', { profile: ProfileDetails }>;
export type Restore = Result<'restore', ChangeReport | RestoreListData>;
export type TrialLimiters = Result<'trial limiters', TrialLimitersData>;
export type TrialScenarios = Result<'trial scenarios', TrialScenariosData>;
export type Usage = Result<'usage', UsageData>;
