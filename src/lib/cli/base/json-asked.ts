/** True when a command line requests JSON on stdout, even if it cannot be parsed. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  const format = flags.lastIndexOf('--format');
  return flags.includes('--json') || flags.includes('--format=json') || (format >= 0 && flags[format + 1] === 'json');
}
