/** Sections of a trial of limiters. */
export const TRIAL_LIMITERS_SECTIONS = {
  all: ['limiters', 'bursts', 'throughput', 'failures'],
  tables: ['limiters', 'bursts', 'throughput', 'failures'],
} as const;
