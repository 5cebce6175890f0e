/** Errors of a report about a keyspace with a known manifest, one sentence each. */
export function differences(data, manifest, { exact }) {
  const found = new Map(data.families.filter((family) => family.keys > 0).map((family) => [family.pattern, family]));
  const wrong = [];
  for (const { pattern, keys, withTtl } of manifest.families) {
    const family = found.get(pattern);
    found.delete(pattern);
    if (!family) wrong.push(`${pattern}: not found, has ${keys} keys`);
    else if (family.keys !== keys) wrong.push(`${pattern}: ${family.keys} keys instead of ${keys}`);
    else if (exact && family.noTtl !== keys - withTtl)
      wrong.push(`${pattern}: ${family.noTtl} keys without TTL instead of ${keys - withTtl}`);
  }
  for (const [pattern, { keys }] of found) wrong.push(`${pattern}: ${keys} keys that are not there`);
  return wrong;
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/**
 * Distance of the estimated total of bytes from the exact one, in half-widths of its 95 % interval. Families are sampled
 * independently.
 */
export function bytesError(sampled, exact) {
  const error = Math.abs(sum(sampled.families.map(({ bytes }) => bytes)) - sum(exact.families.map(({ bytes }) => bytes)));
  const halfWidth = Math.hypot(...sampled.families.map(({ bytesLow, bytesHigh }) => (bytesHigh - bytesLow) / 2));
  return error === 0 ? 0 : error / halfWidth;
}

/**
 * Relative difference of the sizes in a snapshot's report from the server's: in total, and the maximum over families of hashes or
 * strings.
 */
export function sizeErrors(data, usage) {
  const told = (pattern) => usage.get(pattern) ?? 0;
  const error = (families) => {
    const [mine, truth] = [sum(families.map(({ bytes }) => bytes)), sum(families.map(({ pattern }) => told(pattern)))];
    return Math.abs(mine - truth) / truth;
  };
  const known = data.families.filter(({ pattern }) => usage.has(pattern));
  const simple = known.filter(({ type }) => type === 'hash' || type === 'string');
  return { total: error(known), worst: Math.max(...simple.map((family) => error([family]))) };
}
