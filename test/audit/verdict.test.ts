import { describe, expect, it } from 'vitest';
import { scanVerdict, type ScanFacts } from '../../src/lib/audit/verdict.js';
import { EXIT, MeterError } from '../../src/lib/format/errors.js';

const facts = (given: Partial<ScanFacts> = {}): ScanFacts => ({
  collected: { stopped: null, unread: 0, failures: [] },
  interrupted: false,
  budgetSpent: false,
  reconnects: 0,
  scanned: 100,
  filtered: false,
  before: 100,
  after: 100,
  ...given,
});
const failed = (...failures: unknown[]): Pick<ScanFacts, 'collected'> => ({
  collected: { stopped: null, unread: 0, failures },
});

const lost = new MeterError('connection-lost', EXIT.partial, 'The connection was lost.');
const budget = new MeterError('command-budget', EXIT.partial, 'The limit does not allow the next step.');

describe('a whole scan', () => {
  it('proves the count when the server names the same number before and after', () => {
    expect(scanVerdict(facts())).toMatchObject({ partial: null, countProven: true, exitCode: EXIT.ok });
    expect(scanVerdict(facts({ filtered: true, scanned: 7 }))).toMatchObject({ partial: null, countProven: true });
  });

  it.each<[string, Partial<ScanFacts>]>([
    ['a key was seen twice', { scanned: 101 }],
    ['keys came', { after: 120 }],
    ['keys went from the part that was asked for, or from another', { filtered: true, scanned: 7, after: 90 }],
    ['the server does not tell', { before: null }],
    ['the server does not tell any more', { after: null }],
    ['the connection was made anew', { reconnects: 1 }],
  ])('does not when %s, and says why', (_, given) => {
    const verdict = scanVerdict(facts(given));
    expect(verdict).toMatchObject({ partial: null, countProven: false, exitCode: EXIT.ok });
    expect(verdict.countNote).not.toBe('');
  });
});

describe('a scan that did not see everything', () => {
  it.each<[string, Partial<ScanFacts>, string, number]>([
    ['an interruption', { interrupted: true }, 'interrupted', EXIT.interrupted],
    ['an interruption that broke the connection too', { interrupted: true, ...failed(lost) }, 'interrupted', EXIT.interrupted],
    ['the command ceiling', { budgetSpent: true }, 'max-commands', EXIT.partial],
    ['a read beyond the ceiling', failed(budget), 'max-commands', EXIT.partial],
    ['a lost connection', failed(lost), 'connection-lost', EXIT.partial],
    ['--limit', { collected: { stopped: 'limit', unread: 0, failures: [] } }, 'limit', EXIT.ok],
  ])('by %s is partial, and proves nothing', (_, given, partial, exitCode) => {
    expect(scanVerdict(facts(given))).toMatchObject({ partial, exitCode, countProven: false });
  });

  it('fails when there is nothing to report', () => {
    expect(() => scanVerdict(facts({ scanned: 0, ...failed(lost) }))).toThrow(lost);
  });

  it('fails on what nobody has foreseen', () => {
    const bug = new TypeError('bug');
    expect(() => scanVerdict(facts(failed(bug)))).toThrow(bug);
  });
});
