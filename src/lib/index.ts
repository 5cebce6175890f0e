/** The library without the command line: profiles, classification of key names, and the report's model. */
export { EXIT, MeterError } from './format/errors.js';
export { builtinNames, builtinProfile, builtinProfiles } from './profile/builtin/index.js';
export { compileProfile, type CompiledFamily, type CompiledProfile } from './profile/classify.js';
export { lintProfile, type LintProblem } from './profile/lint.js';
export { loadProfile } from './profile/load.js';
export type * from './profile/types.js';
export type * from './audit/model.js';
export { renderAuditCsv } from './report/audit/csv.js';
export { renderAuditMarkdown } from './report/audit/markdown.js';
export { renderAuditText } from './report/audit/text.js';
