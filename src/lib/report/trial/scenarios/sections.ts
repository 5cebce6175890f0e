/** Sections of a trial of scenarios. */
export const TRIAL_SCENARIOS_SECTIONS = {
  all: ['scenarios', 'killed', 'latency', 'computed', 'commands'],
  tables: ['scenarios', 'killed', 'latency', 'computed', 'commands'],
} as const;
