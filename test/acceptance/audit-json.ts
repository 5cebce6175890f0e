import { expect } from 'vitest';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { runMeter } from '../support/meter.js';
import type { TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

export type AuditEnvelope = Envelope<AuditReport>;

/** The envelope of an audit that must succeed, held to the published schema. */
export async function auditJson(server: TestServer, ...flags: string[]): Promise<AuditEnvelope> {
  const result = await runMeter(['audit', '--url', server.url, '--json', '--quiet', ...flags]);
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
  const envelope = result.json<AuditEnvelope>();
  await assertMatchesSchema('audit', envelope);
  return envelope;
}

/** Bytes of all keys, and half the width of their 95 % interval; families are sampled independently of one another. */
export function bytesOf({ families }: AuditReport): { bytes: number; halfWidth: number } {
  return {
    bytes: families.reduce((sum, { bytes }) => sum + (bytes ?? Number.NaN), 0),
    halfWidth: Math.hypot(
      ...families.map(({ bytesLow, bytesHigh }) => ((bytesHigh ?? Number.NaN) - (bytesLow ?? Number.NaN)) / 2),
    ),
  };
}

/** The codes of the findings, each once. */
export const codes = ({ findings }: AuditReport): string[] => [...new Set(findings.map(({ code }) => code))].sort();

/** The families that findings of this code are about. */
export const familiesOf = ({ findings }: AuditReport, ofCode: string): (string | null)[] =>
  findings.filter(({ code }) => code === ofCode).map(({ family }) => family);
