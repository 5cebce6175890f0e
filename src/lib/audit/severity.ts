export type Severity = 'low' | 'medium' | 'high';

/** Most urgent first. */
export const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];

/** True if one of them is at least so severe; `null`: nothing is. */
export const isAtLeast = (findings: readonly { severity: Severity }[], least: Severity | null): boolean =>
  least !== null && findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least));
