/** Texts of `.env` files: such as people write, and such as nobody should. */
import fc from 'fast-check';

/** Few names, so that duplicates happen. */
const names = [
  'ENABLE_HOURLY_STATS',
  'A',
  'TOKEN_REFRESH_INTERVAL',
  'REDIS_PASSWORD',
  'B2',
  'ENABLE_HOURLY',
  'X_ENABLE_HOURLY_STATS',
];
export const name = fc.constantFrom(...names);
export const plainValue = fc.constantFrom('true', 'false', '60', '1', 'a-b_c.d+e');
const lineBreak = fc.constantFrom('\n', '\r\n');

const blank = fc.constantFrom('', ' ', '  ');
const comment = fc.constantFrom('# words', '#', '# ENABLE_HOURLY_STATS=true', '#A=', '## it\'s "quoted', '# 统计 `x');
const quotedValue = fc.oneof(
  fc.constantFrom(
    '"false"',
    "'false'",
    '`false`',
    '""',
    "''",
    '" a b "',
    `"it's # no comment"`,
    '\'say "hi" # too\'',
    '`a "b" \'c\' #d`',
  ),
  fc.constantFrom(
    '"-----BEGIN KEY-----\nENABLE_HOURLY_STATS=false\n\n-----END KEY-----"',
    "'one\ntwo\n# three'",
    '`{\n  "a": 1\n}`',
    '"a\\nb"',
  ),
);
const bareValue = fc.oneof(plainValue, fc.constantFrom('', 'redis://u:p@h:1/0', 'a=b', '$HOME', 'a b c', "it's", '中文'));

/** One assignment or other line such as people write, without its line break. dotenv and Node agree on it. */
const usualLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', 'export '),
        name,
        fc.constantFrom('', ' '),
        blank,
        fc.oneof(bareValue, quotedValue),
        blank,
        fc.constantFrom('', ' # note'),
      )
      .map(([exported, key, before, after, value, tail, note]) => `${exported}${key}${before}=${after}${value}${tail}${note}`),
  },
  { weight: 2, arbitrary: comment },
  { weight: 1, arbitrary: fc.constant('') },
);

/** A whole file such as people write, with either kind of line break, with or without one at the end. */
export const usualText = fc
  .tuple(fc.array(usualLine, { maxLength: 12 }), lineBreak, fc.boolean())
  .map(([lines, end, last]) => `${lines.join('\n')}${last && lines.length > 0 ? '\n' : ''}`.replaceAll('\n', end));

/** Pieces of the grammar in any order. */
export const wildText = fc
  .array(
    fc.oneof(
      name,
      fc.constantFrom(
        '=',
        ':',
        ': ',
        '#',
        "'",
        '"',
        '`',
        '\\',
        "\\'",
        '\\n',
        '\n',
        '\n',
        '\r\n',
        '\r',
        ' ',
        '\t',
        'export ',
        '\ufeff',
        '\u2028',
        '\u00a0',
        '.',
        '-',
        'x',
        '1',
      ),
      fc.tuple(name, plainValue).map(([key, value]) => `\n${key}=${value}\n`),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
