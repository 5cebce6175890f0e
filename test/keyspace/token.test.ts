import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEEPEST, isLiteral, tokenize } from '../../src/lib/keyspace/token.js';
import { parsePattern } from '../../src/lib/profile/pattern.js';

const patternOf = (name: string): string => tokenize(name.split(':'), DEEPEST).join(':');

describe('tokenize', () => {
  it.each([
    ['s:550e8400-e29b-41d4-a716-446655440000', 's:{uuid}'],
    ['s:2026-11-20', 's:{date}'],
    ['s:20261120', 's:{date}'],
    ['s:2026-11', 's:{month}'],
    ['s:2026-11-20:03', 's:{hour}'],
    ['s:2026-11-20T03', 's:{hour}'],
    ['s:2026-11-20:99', 's:{date}:{int}'],
    ['s:42:-7', 's:{int}:{int}'],
    ['s:203.0.113.9', 's:{ip}'],
    ['s:2001:db8::1', 's:{ip}'],
    ['s:2001:db8:0:0:0:0:0:1', 's:{ip}'],
    ['s:::1', 's:{ip}'],
    ['s:alice@example.org', 's:{email}'],
    ['s:deadbeef0123', 's:{hex}'],
    ['s:user_123', 's:user_{int}'],
    ['s:sess-550e8400-e29b-41d4-a716-446655440000', 's:sess-{uuid}'],
    ['s:word', 's:word'],
    ['s:facade', 's:facade'],
    ['s:{tag}', 's:{{tag}}'],
    ['s::x', 's::x'],
    ['', '{empty}'],
    [':', ':'],
    [`s:${'x'.repeat(300)}`, 's:{text}'],
  ])('%s is %s', (name, pattern) => {
    expect(patternOf(name)).toBe(pattern);
  });

  it('cuts what lies too deep', () => {
    const deep = Array.from({ length: 40 }, () => 'x').join(':');
    expect(patternOf(deep)).toBe(`${'x:'.repeat(DEEPEST)}{name}`);
    expect(tokenize('a:2026-11-20:03:b:c'.split(':'), 3)).toEqual(['a', '{hour}', 'b', '{name}']);
  });

  it('makes a pattern that can be read, of any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }), (name) => {
        expect(() => parsePattern(patternOf(name))).not.toThrow();
      }),
    );
  });

  it('tells text from placeholders', () => {
    expect(['word', '', '{{int}}', 'user_{int}'].map(isLiteral)).toEqual([true, true, true, true]);
    expect(['{int}', '{name}', '{empty}'].map(isLiteral)).toEqual([false, false, false]);
  });
});
