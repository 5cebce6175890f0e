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

test('every finding is shown once: the worst of each kind on the first screen, the others the worst first', () => {
  fc.assert(
    fc.property(some, fc.nat(8), (findings, shown) => {
      const items = [...findingsList(findings, en, shown).items];
      expect(items.length).toBe(findings.length);
      expect(new Set(items.map(({ title }) => title))).toEqual(new Set(findings.map(({ title }) => title)));
      const rest = items.slice(shown).map(({ severity }) => SEVERITIES.indexOf(severity!));
      expect(rest).toEqual(rest.toSorted((one, other) => one - other));
      const kinds = new Set(findings.map(({ code }) => code));
      const first = items.slice(0, shown).map(({ code }) => code);
      expect(new Set(first).size).toBe(Math.min(shown, kinds.size));
    }),
  );
});
