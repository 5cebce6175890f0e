import type { Family } from '../../../types.js';
import { accountId, sessionId } from '../placeholders.js';
import { HOUR, sinceWrite, varying } from './ttl.js';

const ACCOUNT = '361871da-db83-48a9-a444-396ffba7ffda';
const CONVERSATION = 'a116c9ed46d6207734a43317d30fd88f';

const bound = {
  type: 'string',
  grain: 'none',
  valueClass: 'operational',
  role: 'session',
  breaks: 'Conversations may move to another account: prompt caches upstream are missed, which costs money.',
} as const;

const sticky = { ...bound, value: 'id', ttl: varying('STICKY_SESSION_TTL_HOURS, 1 h unless set', 'each-write') } as const;
const unified = { ...sticky, value: 'json' } as const;
const mapped = { ...bound, value: 'id', ttl: sinceWrite(HOUR) } as const;

const stickySessions: Family[] = [
  {
    ...sticky,
    id: 'sticky-session',
    pattern: 'sticky_session:{hash}',
    examples: [`sticky_session:${CONVERSATION}`],
  },
  {
    ...sticky,
    id: 'sticky-session.droid',
    pattern: 'sticky_session:droid:{endpoint}:{apiKeyId}:{hash}',
    examples: [
      `sticky_session:droid:anthropic:e3e2ccfe-7849-4fad-bd23-e79afef4f9e5:${CONVERSATION}`,
      `sticky_session:droid:openai:default:${CONVERSATION}`,
    ],
  },
  {
    ...sticky,
    id: 'sticky-session.droid-key',
    pattern: 'sticky_session:droid_api_key:{accountId}:{endpoint}:{hash}',
    examples: [`sticky_session:droid_api_key:${ACCOUNT}:anthropic:${CONVERSATION}`],
  },
  {
    ...unified,
    id: 'session-mapping.claude',
    pattern: 'unified_claude_session_mapping:{hash}',
    since: '1.1.51',
    examples: [`unified_claude_session_mapping:${CONVERSATION}`],
  },
  {
    ...unified,
    id: 'session-mapping.openai',
    pattern: 'unified_openai_session_mapping:{hash}',
    examples: [`unified_openai_session_mapping:${CONVERSATION}`],
  },
  {
    ...unified,
    id: 'session-mapping.gemini',
    pattern: 'unified_gemini_session_mapping:{hash}',
    examples: [`unified_gemini_session_mapping:${CONVERSATION}`],
  },
  {
    ...unified,
    id: 'session-mapping.gemini-provider',
    pattern: 'unified_gemini_session_mapping:{oauthProvider}:{hash}',
    examples: [`unified_gemini_session_mapping:antigravity:${CONVERSATION}`],
  },
];

const mappings: Family[] = [
  {
    ...mapped,
    id: 'session-account.openai',
    pattern: 'openai_session_account_mapping:{hash}',
    examples: [`openai_session_account_mapping:${CONVERSATION}`],
  },
  {
    ...mapped,
    id: 'session-account.gemini',
    pattern: 'gemini_session_account_mapping:{hash}',
    examples: [`gemini_session_account_mapping:${CONVERSATION}`],
  },
  {
    ...mapped,
    id: 'session-account.azure-openai',
    pattern: 'azure_openai_session_account_mapping:{hash}',
    examples: [`azure_openai_session_account_mapping:${CONVERSATION}`],
  },
  {
    ...mapped,
    id: 'account-sessions.openai',
    pattern: 'openai_account_sessions:{id}',
    placeholders: { id: accountId },
    type: 'set',
    examples: [`openai_account_sessions:${ACCOUNT}`],
  },
  {
    ...mapped,
    id: 'account-sessions.gemini',
    pattern: 'gemini_account_sessions:{id}',
    placeholders: { id: accountId },
    type: 'set',
    examples: [`gemini_account_sessions:${ACCOUNT}`],
  },
  {
    ...bound,
    id: 'session-binding',
    pattern: 'original_session_binding:{sid}',
    placeholders: { sid: sessionId },
    value: 'json',
    ttl: varying('sessionBindingTtlDays of the relay settings', 'each-write'),
    breaks: 'Sessions that have begun are rejected while the binding of sessions is switched on.',
    examples: ['original_session_binding:11111111-2222-3333-4444-555555555555'],
  },
];

/** The account that serves a conversation. */
export const conversations: Family[] = [...stickySessions, ...mappings];
