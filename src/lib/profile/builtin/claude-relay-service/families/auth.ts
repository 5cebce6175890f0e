import type { Family } from '../../../types.js';
import { DAY, HOUR, MINUTE, sinceCreation, sinceWrite } from './ttl.js';

const TOKEN = 'e25fb1f5bf4ebf4c6d88b2a86598f7cb1080fdbcb7bf4a463b1803c01eb430e2';

const live = { grain: 'none', valueClass: 'operational' } as const;

const sessions: Family[] = [
  {
    id: 'session.admin-credentials',
    pattern: 'session:admin_credentials',
    type: 'hash',
    fields: { username: 'id', passwordHash: 'secret', createdAt: 'iso-time' },
    optionalFields: { lastLogin: 'iso-time', updatedAt: 'iso-time' },
    ttl: {
      expires: true,
      seconds: DAY,
      rearmed: 'each-write',
      orStays: true,
      note: 'set at each start; once it has expired, a sign-in creates it again from data/init.json, without a TTL',
    },
    grain: 'none',
    // Looks like a session, but holds the password hash of the administrator.
    valueClass: 'secret',
    role: 'config',
    breaks:
      'Nothing while data/init.json is there: the next sign-in loads the credentials from it. Without it nobody can sign in.',
    examples: ['session:admin_credentials'],
  },
  {
    ...live,
    id: 'session.admin',
    pattern: 'session:{token}',
    type: 'hash',
    fields: { username: 'id', loginTime: 'iso-time', lastActivity: 'iso-time' },
    ttl: sinceWrite(DAY),
    role: 'session',
    breaks: 'The administrator is signed out.',
    generic: true,
    secretInName: "administrators' session tokens",
    examples: [`session:${TOKEN}`],
  },
  {
    ...live,
    id: 'session.user',
    pattern: 'user_session:{token}',
    type: 'string',
    value: 'json',
    ttl: sinceWrite(DAY),
    role: 'session',
    breaks: 'The user is signed out.',
    generic: true,
    secretInName: "users' session tokens",
    examples: [`user_session:${TOKEN}`],
  },
  {
    ...live,
    id: 'session.oauth',
    pattern: 'oauth:{sid}',
    type: 'hash',
    ttl: sinceWrite(10 * MINUTE),
    role: 'session',
    breaks: 'An OAuth sign-in that is under way fails.',
    generic: true,
    examples: ['oauth:0b1f6c1e-6a0f-4a9e-8f4e-2f6f2f0f7a11'],
  },
  {
    ...live,
    id: 'session.oauth-account',
    pattern: 'oauth_session:{sid}',
    type: 'string',
    value: 'json',
    ttl: sinceWrite(10 * MINUTE),
    role: 'session',
    breaks: 'An OAuth sign-in that is under way fails.',
    generic: true,
    examples: ['oauth_session:0b1f6c1e-6a0f-4a9e-8f4e-2f6f2f0f7a11'],
  },
];

const attempts = { ...live, type: 'string', value: 'count', role: 'limiter', generic: true } as const;

const loginLimiters: Family[] = [
  {
    ...attempts,
    id: 'limiter.login',
    pattern: 'login_ip_limiter:{ip}',
    ttl: sinceCreation(15 * MINUTE),
    breaks: 'An address may try user passwords again.',
    examples: ['login_ip_limiter:203.0.113.7', 'login_ip_limiter:::1', 'login_ip_limiter:2001:db8::7:1'],
  },
  {
    ...attempts,
    id: 'limiter.login-strict',
    pattern: 'login_ip_strict:{ip}',
    ttl: sinceCreation(HOUR),
    breaks: 'An address that tried too often may try again.',
    examples: ['login_ip_strict:203.0.113.7', 'login_ip_strict:::1'],
  },
  {
    ...attempts,
    id: 'limiter.redeem-failures',
    pattern: 'redeem_card:fail:{ip}',
    ttl: sinceCreation(HOUR),
    breaks: 'An address may try codes of quota cards again.',
    examples: ['redeem_card:fail:203.0.113.7', 'redeem_card:fail:::ffff:203.0.113.7'],
  },
  {
    ...attempts,
    id: 'limiter.redeem',
    pattern: 'redeem_card:ip:{ip}:{utcHour}',
    ttl: sinceCreation(HOUR),
    grain: 'hour',
    breaks: 'An address may redeem quota cards again.',
    examples: ['redeem_card:ip:203.0.113.7:2026-11-20T19', 'redeem_card:ip:2001:db8::7:2026-11-20T19'],
  },
];

/** Sessions, and limits on sign-ins. */
export const auth: Family[] = [...sessions, ...loginLimiters];
