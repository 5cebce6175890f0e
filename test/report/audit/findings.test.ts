import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SEVERITIES } from '../../../src/lib/audit/severity.js';
import { en } from '../../../src/lib/report/messages/en.js';
import { findingsList } from '../../../src/lib/report/audit/findings.js';
import type { WordedFinding } from '../../../src/lib/report/audit/worded.js';
import { auditData } from '../../support/audit-data.js';

const CODES = ['orphan-owner', 'no-persistence', 'unbounded-collection', 'wrong-type'] as const;

/** Findings in any number and order, of kinds that are not shown together. */
const some = fc.array(
  fc
    .tuple(fc.constantFrom(...CODES), fc.constantFrom(...SEVERITIES), fc.nat())
    .map(([code, severity, number]) => ({ ...auditData().findings[0]!, code, severity, title: `${number}` }) as WordedFinding),
);

test('every finding is shown once, the most severe first, and of those one of each kind first', () => {
  fc.assert(
    fc.property(some, (findings) => {
      const items = [...findingsList(findings, en).items];
      expect(items.length).toBe(findings.length);
      expect(new Set(items.map(({ title }) => title))).toEqual(new Set(findings.map(({ title }) => title)));
      const severities = items.map(({ severity }) => SEVERITIES.indexOf(severity!));
      expect(severities).toEqual(severities.toSorted((one, other) => one - other));
      for (const severity of SEVERITIES) {
        const codes = items.filter((item) => item.severity === severity).map(({ code }) => code);
        const kinds = new Set(codes).size;
        expect(new Set(codes.slice(0, kinds)).size).toBe(kinds);
      }
    }),
  );
});
