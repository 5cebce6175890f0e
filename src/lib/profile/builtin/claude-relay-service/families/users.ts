import type { Family } from '../../../types.js';
import { userId } from '../placeholders.js';
import { HOUR, sinceCreation, stays } from './ttl.js';

const kept = { ttl: stays, grain: 'none', valueClass: 'secret', role: 'entity' } as const;

const USER = '60c9cf85f3f71a1e43d684a7af347145';

export const users: Family[] = [
  {
    ...kept,
    id: 'user',
    pattern: 'user:{id}',
    placeholders: { id: userId },
    type: 'string',
    value: 'json',
    breaks: 'The user is lost; the API keys have no owner.',
    generic: true,
    examples: [`user:${USER}`],
  },
  {
    ...kept,
    id: 'user.name',
    pattern: 'username:{name}',
    type: 'string',
    value: 'id',
    breaks: 'The user cannot sign in.',
    generic: true,
    examples: ['username:user0', 'username:corp:jane'],
  },
  {
    ...kept,
    id: 'index.user',
    pattern: 'user:index',
    type: 'set',
    value: 'id',
    valueClass: 'operational',
    role: 'index',
    breaks: 'Users are found by a scan of all keys.',
    generic: true,
    examples: ['user:index'],
  },
  {
    ...kept,
    id: 'index.user.empty',
    pattern: 'user:index:empty',
    type: 'string',
    value: 'flag',
    ttl: sinceCreation(HOUR),
    valueClass: 'operational',
    role: 'marker',
    breaks: 'Nothing but a scan of all keys when users are listed.',
    harmless: true,
    generic: true,
    examples: ['user:index:empty'],
  },
];
