import { formatDuration } from '../../../format/duration.js';
import type { RecordingScenario } from '../../../trial/scenarios/model.js';

/** What the variables of switches begin with. */
const COMMON = /^ENABLE_/;

export function scenarioTitle({ kind, switches, flushMs }: RecordingScenario): string {
  switch (kind) {
    case 'now':
      return 'as it is';
    case 'switches':
      return `the ${switches.length} switches off`;
    case 'switch':
    case 'statistics':
      return `${switches[0]?.replace(COMMON, '')} off`;
    case 'script':
      return 'one script a request';
    case 'buffer':
      return `buffered, ${formatDuration((flushMs ?? 0) / 1_000)}`;
  }
}
