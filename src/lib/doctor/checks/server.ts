/** Whose server it is, what it lacks, and how long its version is maintained. */
import { checked, skipped } from '../check.js';
import type { DoctorFacts } from '../facts.js';
import type { Check } from '../model.js';
import { releaseOf, SINCE } from '../versions.js';

export const serverChecks = (facts: DoctorFacts): Check[] => [provider(facts), version(facts)];

function provider({ capabilities, server, connection, nodes }: DoctorFacts): Check {
  const states = Object.entries(capabilities?.states ?? {});
  const named = (wanted: string): string[] => states.flatMap(([name, state]) => (state === wanted ? [name] : []));
  const noted = nodes.flatMap(({ noted: { slow, pauses } }) => [
    { name: 'SLOWLOG', told: slow },
    { name: 'LATENCY', told: pauses },
  ]);
  const without = (why: 'missing' | 'denied'): string[] => [
    ...new Set(noted.flatMap(({ name, told }) => (told === why ? [name] : []))),
  ];
  const missing = [...named('missing'), ...named('empty'), ...without('missing')];
  const denied = [...named('denied'), ...without('denied')];
  return checked('provider', 'ok', [
    { code: 'server', params: { product: server.product ?? '?', provider: connection.provider, missing, denied } },
  ]);
}

/** Providers patch what they run. */
function version({ server, options, connection }: DoctorFacts): Check {
  const { product, version: text } = server;
  if (product === null || text === null) return skipped('version', { code: 'not-told', params: { what: 'INFO server' } });
  if (connection.provider !== null) return skipped('version', { code: 'provider-runs-it', params: {} });
  const release = releaseOf(product, text);
  if (release === null) return skipped('version', { code: 'not-listed', params: { product, version: shown(text), asOf: SINCE } });
  const { ended } = release;
  if (ended !== null && Date.parse(ended) <= options.now.getTime())
    return checked('version', 'warn', [{ code: 'support-ended', params: { product, version: shown(text), ended } }], {
      advice: { code: 'upgrade', params: { product } },
    });
  return checked('version', 'ok', [
    { code: 'supported', params: { product, version: shown(text), until: ended, asOf: release.asOf } },
  ]);
}

const shown = (text: string): string => (/^[\w.-]{1,30}$/.test(text) ? text : '?');
