import type { Family } from '../../types.js';
import { familiesOf, once, renewed, STAYS } from '../family-parts.js';

const SLOT = renewed(1800, 'gateway.concurrency_slot_ttl_minutes, 30 min unless set');
const freed = 'Requests that run are not counted, so that more may run at once.';

/** Requests that run: each is a member of a sorted set with the second in which it began. */
const slots = familiesOf(
  { type: 'zset', value: 'unix-s', ttl: SLOT, valueClass: 'operational', role: 'limiter', breaks: freed, generic: true },
  [
    { id: 'slot.account', pattern: 'concurrency:account:{account}', examples: ['concurrency:account:54'] },
    { id: 'slot.user', pattern: 'concurrency:user:{user}', examples: ['concurrency:user:7'] },
    {
      id: 'slot.key',
      pattern: 'concurrency:api_key:{apiKey}',
      role: 'counter',
      breaks: 'Nothing for long: the number of requests of a key that run is shown too low.',
      examples: ['concurrency:api_key:12'],
    },
    {
      id: 'slot.live',
      pattern: 'concurrency:live:{owner}:{id}',
      ttl: renewed(60),
      examples: ['concurrency:live:account:54', 'concurrency:live:api_key:12'],
    },
    {
      id: 'slot.websocket',
      pattern: 'concurrency:openai_ws_ingress:api_key:{apiKey}',
      ttl: renewed(60),
      generic: false,
      examples: ['concurrency:openai_ws_ingress:api_key:12'],
    },
  ],
);

const indexes = familiesOf({ ttl: STAYS, valueClass: 'operational' }, [
  {
    id: 'slot.index',
    pattern: 'concurrency:{kind}:active_index',
    placeholders: { kind: { kind: 'segment', oneOf: ['account', 'user'] } },
    type: 'zset',
    value: 'unix-s',
    role: 'index',
    breaks: 'The screen of running requests is empty until the next ones.',
    examples: ['concurrency:account:active_index', 'concurrency:user:active_index'],
  },
  {
    id: 'slot.sweep',
    pattern: 'concurrency:startup:legacy_wait_sweep:v1',
    type: 'string',
    value: 'flag',
    role: 'marker',
    breaks: 'The next start walks over all keys once more.',
    examples: ['concurrency:startup:legacy_wait_sweep:v1'],
  },
]);

const waiting = familiesOf(
  { type: 'string', value: 'count', ttl: SLOT, valueClass: 'operational', role: 'counter', generic: true },
  [
    {
      id: 'wait.user',
      pattern: 'concurrency:wait:{user}',
      breaks: 'The queue of the user counts too few.',
      examples: ['concurrency:wait:7'],
    },
    {
      id: 'wait.account',
      pattern: 'wait:account:{account}',
      breaks: 'The queue of the account counts too few.',
      examples: ['wait:account:54'],
    },
  ],
);

const limiters = familiesOf({ type: 'string', value: 'requests', valueClass: 'operational', role: 'limiter', generic: true }, [
  {
    id: 'rpm.account',
    pattern: 'rpm:{account}:{minute}',
    ttl: renewed(120),
    breaks: 'The account gets more requests in this minute.',
    examples: ['rpm:54:29934146'],
  },
  {
    id: 'rpm.user',
    pattern: 'rpm:u:{user}:{minute}',
    ttl: renewed(120),
    breaks: 'The user may send more requests in this minute.',
    examples: ['rpm:u:7:29934146'],
  },
  {
    id: 'rpm.group',
    pattern: 'rpm:ug:{user}:{group}:{minute}',
    ttl: renewed(120),
    breaks: 'The user may send more requests to the group in this minute.',
    examples: ['rpm:ug:7:2:29934146'],
  },
  {
    id: 'key-create',
    pattern: 'apikey:ratelimit:{user}',
    ttl: renewed(86_400),
    breaks: 'The user may try more API keys of his own.',
    examples: ['apikey:ratelimit:7'],
  },
  {
    id: 'redeem',
    pattern: 'redeem:ratelimit:{user}',
    ttl: renewed(86_400),
    breaks: 'The user may try more codes.',
    examples: ['redeem:ratelimit:7'],
  },
  {
    id: 'web',
    pattern: 'rate_limit:{route}:{ip}',
    ttl: once(60, 'the window of the route; the script gives a key without a TTL its TTL again'),
    breaks: 'The address may use up that limit once more.',
    examples: ['rate_limit:auth-login:203.0.113.9', 'rate_limit:auth-login:2001:db8::1'],
  },
  {
    id: 'web.panel',
    pattern: 'rate_limit:panel:public:ip:{ip}',
    ttl: once(60),
    breaks: 'The address may use up that limit once more.',
    examples: ['rate_limit:panel:public:ip:203.0.113.9'],
  },
  {
    id: 'session-limit',
    pattern: 'session_limit:account:{account}',
    type: 'zset',
    value: 'unix-s',
    ttl: renewed(undefined, 'the idle time of the account and a minute'),
    breaks: 'More sessions may use the account at once.',
    examples: ['session_limit:account:54'],
  },
]);

const TAG = 'concurrency:{sub2api:concurrency}:';

/** The same with a hash tag, so that a cluster keeps all of them in one slot. Such names are evidence. */
const tagged = (family: Family): Family => {
  const move = (text: string): string => text.replace(/^concurrency:|^(?=wait:)/, TAG);
  const { generic: _generic, ...rest } = family;
  return {
    ...rest,
    id: `${family.id}.tagged`,
    pattern: family.pattern.replace(/^concurrency:|^(?=wait:)/, TAG.replace(/[{}]/g, '$&$&')),
    examples: family.examples.map(move),
  };
};

export const slotFamilies = [...[...slots, ...indexes, ...waiting].flatMap((family) => [family, tagged(family)]), ...limiters];
