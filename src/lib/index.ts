/**
 * The library: the results of the commands, without a command line. Profiles are in `redis-meter/profiles`, renderers in
 * `redis-meter/render`.
 */
export { EXIT, MeterError } from './format/errors.js';
export {
  alertsServer,
  alertsSnapshot,
  type AlertsOptions,
  type AlertsResult,
  type AlertsServerOptions,
} from './library/alerts.js';
export { applyPlan, type ApplyOptions } from './library/apply.js';
export { changeLimits, type LimitsChangeOptions } from './library/change-limits.js';
export { auditServer, auditSnapshot, type AuditServerOptions, type AuditSnapshotOptions } from './library/audit.js';
export type { ChangeOptions, ChangeResult } from './library/change.js';
export { checkServer, checkSnapshot, type CheckOptions, type CheckServerOptions } from './library/consistency.js';
export { compareResults, type ResultText } from './library/diff.js';
export { doctorServer, type DoctorOptions } from './library/doctor.js';
export { estimateLoad, type EstimateOptions } from './library/estimate.js';
export { growthOfHistory, type GrowthOptions } from './library/growth.js';
export { limitersServer, limitersSnapshot, type LimitersOptions, type LimitersServerOptions } from './library/limiters.js';
export { limitsServer, limitsSnapshot, type LimitsOptions, type LimitsServerOptions } from './library/limits.js';
export type { LiveLookOptions, LookOptions, RedisAddress, Result } from './library/look.js';
export { measureServer, type MeasureServerOptions } from './library/measure.js';
export { migrateKeys, type MigrateOptions, type RenameOptions, type RollupOptions } from './library/migrate.js';
export { pruneKeys, type PruneOptions } from './library/prune.js';
export { repairKeys, type RepairOptions } from './library/repair.js';
export { restoreKeys, type RestoreOptions } from './library/restore.js';
export { usageServer, usageSnapshot, type UsageOptions, type UsageServerOptions } from './library/usage.js';
export type { Alert, AlertEvent, AlertsData } from './alerts/model.js';
export type { Finding } from './audit/finding.js';
export type { AuditData, FamilyRow } from './audit/model.js';
export type { Receipt } from './change/plan/model.js';
export type { ConsistencyData } from './consistency/model.js';
export type { LimitRow, LimitsData, LimitsNote } from './limits/model.js';
export type { DiffData } from './diff/model.js';
export type { GrowthData } from './growth/model.js';
export type { DoctorReport, WordedCheck } from './report/doctor/worded.js';
export type { EstimateData } from './estimate/model.js';
export type { MeasureReport } from './report/measure/worded.js';
export type { AuditReport, WordedFinding } from './report/audit/worded.js';
export type { ChangeReport, PlanReport } from './report/change/worded.js';
export type { LimitersReport } from './report/limiters/worded.js';
export type { ConsistencyReport } from './report/consistency/worded.js';
export type { PeriodAsked, Time } from './usage/asked.js';
export type { UsageData, UsageNote, UsageRow, UsageTable } from './usage/model.js';
