/** What the exporter says on stderr. */
export const exporter = {
  stopping: 'Stopping. Ctrl-C again ends at once.',
  at: (url: string): string => `Metrics are at ${url} after the first round.`,
  failed: (verb: string, why: string): string => `${verb}: ${why}`,
  unexpected: (what: string): string => `Unexpected failure: ${what}.`,
};

export type ExporterMessages = typeof exporter;
