/** Metrics of health checks. */
import type { CheckState } from '../../doctor/model.js';
import type { Envelope } from '../envelope.js';
import { gauge, type Metric } from '../metrics/metric.js';
import type { DoctorReport } from './worded.js';

const STATES: readonly CheckState[] = ['ok', 'warn', 'fail', 'skipped'];

export function doctorMetrics({ data }: Envelope<DoctorReport>): Metric[] {
  const { checks } = data;
  const ping = checks.flatMap(({ evidence }) => evidence).find(({ code }) => code === 'pings');
  const times = ping?.params as Partial<Record<'p50Seconds' | 'p99Seconds' | 'maxSeconds', number>> | undefined;
  return [
    gauge(
      'meter_doctor_check',
      '1 for the state in which a health check ended, 0 for the others',
      checks.flatMap(({ id, group, state }) =>
        STATES.map((each) => ({ check: id, group, state: each, value: each === state ? 1 : 0 })),
      ),
    ),
    gauge('meter_doctor_ping_seconds', 'Round trip of a PING from here, of the slowest node', [
      { percentile: '50', value: times?.p50Seconds },
      { percentile: '99', value: times?.p99Seconds },
      { percentile: '100', value: times?.maxSeconds },
    ]),
  ];
}
