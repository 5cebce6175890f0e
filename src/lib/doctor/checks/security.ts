/** Who may use the server, who can listen, and signs that others have. */
import type { Message } from '../../format/message.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { checked, skipped } from '../check.js';
import type { DoctorEvidence } from '../evidence.js';
import type { DoctorFacts, NodeFacts } from '../facts.js';
import type { Check } from '../model.js';
import { endedSkip } from './ended.js';

type Seen = Message<DoctorEvidence>;

export const securityChecks = (facts: DoctorFacts): Check[] => [
  password(facts),
  user(facts),
  tls(facts),
  exposure(facts),
  intrusion(facts),
];

interface Listening {
  bind: string | null;
  protectedMode: boolean | null;
  /** Only this machine can connect; `null`: unknown. */
  localOnly: boolean | null;
}

function listeningOf(node: NodeFacts | undefined, reach: string): Listening {
  const bind = node?.settings.get('bind') ?? null;
  const mode = node?.settings.get('protected-mode') ?? null;
  const addresses = bind?.split(/\s+/).filter((word) => word !== '') ?? [];
  const local = addresses.length > 0 && addresses.every((word) => /^-?(?:127\.[\d.]+|::1|localhost)$/.test(word));
  return {
    bind: bind === null ? null : truncateMiddle(safeText(bind), 60),
    protectedMode: mode === null ? null : mode === 'yes',
    localOnly: reach !== 'local' ? false : bind === null ? null : local,
  };
}

function password({ login, connection: { reach }, nodes, ...facts }: DoctorFacts): Check {
  if (login === null) return endedSkip('password', facts);
  if (login.open === null) return skipped('password', { code: 'not-told', params: { what: 'AUTH' } });
  if (!login.open) return checked('password', 'ok', [{ code: 'password-needed', params: {} }]);
  const { localOnly, protectedMode } = listeningOf(nodes[0], reach);
  if (localOnly === true || (reach === 'local' && protectedMode === true))
    return checked('password', 'ok', [{ code: 'open', params: { reach: 'local' } }]);
  const advice = { code: 'set-password' as const, params: {} };
  const state = reach === 'local' && localOnly === null ? 'warn' : 'fail';
  return checked('password', state, [{ code: 'open-to-all', params: { reach } }], { advice });
}

function user({ login, ...facts }: DoctorFacts): Check {
  if (login === null) return endedSkip('user', facts);
  if (login.user === null) return skipped('user', { code: 'not-told', params: { what: 'ACL WHOAMI' } });
  const evidence: Seen[] = [{ code: 'user', params: { user: login.user } }];
  return login.user === 'default' && facts.connection.reach !== 'local'
    ? checked('user', 'warn', evidence, { advice: { code: 'own-user', params: {} } })
    : checked('user', 'ok', evidence);
}

function tls({ connection: { tls: encrypted, reach } }: DoctorFacts): Check {
  if (encrypted) return checked('tls', 'ok', [{ code: 'encrypted', params: {} }]);
  const evidence: Seen[] = [{ code: 'not-encrypted', params: { reach } }];
  if (reach === 'local') return checked('tls', 'ok', evidence);
  return checked('tls', reach === 'public' ? 'fail' : 'warn', evidence, { advice: { code: 'use-tls', params: {} } });
}

function exposure({ nodes, connection: { reach, provider }, login }: DoctorFacts): Check {
  const [first] = nodes;
  const { bind, protectedMode } = listeningOf(first, reach);
  if (provider !== null) return skipped('exposure', { code: 'provider-runs-it', params: {} });
  if (bind === null && protectedMode === null)
    return skipped('exposure', { code: 'not-told', params: { what: 'CONFIG GET bind' } });
  const evidence: Seen[] = [{ code: 'listening', params: { bind, protectedMode, reach } }];
  const advice = { code: 'close-port' as const, params: {} };
  const everywhere = bind === '' || /(?:^|\s)-?(?:\*|0\.0\.0\.0|::\*?)(?:\s|$)/.test(bind ?? '');
  if (everywhere && protectedMode === false && login?.open === true) return checked('exposure', 'fail', evidence, { advice });
  return reach === 'public' ? checked('exposure', 'warn', evidence, { advice }) : checked('exposure', 'ok', evidence);
}

function intrusion({ signs, ...facts }: DoctorFacts): Check {
  if (signs === null) return endedSkip('intrusion', facts);
  const { keys, files, asked } = signs;
  const evidence: Seen[] = [
    ...files.map(({ setting, value }): Seen => ({
      code: 'odd-file',
      params: { setting, value: truncateMiddle(safeText(value), 60) },
    })),
    ...(keys.length > 0 ? [{ code: 'planted-keys' as const, params: { keys } }] : []),
  ];
  if (evidence.length > 0) {
    const isSure = files.length > 0 || keys.some(({ holds }) => holds !== null);
    return checked('intrusion', isSure ? 'fail' : 'warn', evidence, { advice: { code: 'clean-up', params: {} } });
  }
  if (asked === 0) return skipped('intrusion', { code: 'denied', params: { command: 'EXISTS' } });
  return checked('intrusion', 'ok', [{ code: 'no-signs', params: { keys: asked } }]);
}
