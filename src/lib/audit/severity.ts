export type Severity = 'low' | 'medium' | 'high';

/** Most urgent first. */
export const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];
