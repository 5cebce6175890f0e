import { familiesOf, once, renewed, used } from '../family-parts.js';

/** Literal braces: a cluster keeps all keys of one subject in one slot. */
const KINDS = [
  'api_key',
  'user',
  'team',
  'team_member',
  'end_user',
  'model_per_key',
  'model_per_project_itpm',
  'model_per_project_otpm',
];

const kind = { kind: 'segment', oneOf: KINDS } as const;
const window = once(60, 'LITELLM_RATE_LIMIT_WINDOW_SIZE');
const leak = { seconds: 60, note: 'INCR and EXPIRE are two commands; the window of such a key has ended' } as const;
const again = 'Whoever is limited may use up the limit of this minute once more.';

/** Third version. */
const windows = familiesOf(
  { type: 'string', placeholders: { kind }, ttl: window, valueClass: 'operational', role: 'limiter', breaks: again },
  [
    {
      id: 'limit.window',
      pattern: '{{{kind}:{limited}}}:window',
      role: 'marker',
      value: 'unix-s',
      generic: true,
      examples: [`{api_key:${'5f2c'.repeat(16)}}:window`, '{team:t-1}:window', '{model_per_key:5f2c:deepseek/r1:free}:window'],
    },
    {
      id: 'limit.requests',
      pattern: '{{{kind}:{limited}}}:requests',
      value: 'requests',
      leak,
      generic: true,
      examples: ['{user:ann}:requests', '{team_member:t-1:ann}:requests'],
    },
    {
      id: 'limit.tokens',
      pattern: '{{{kind}:{limited}}}:tokens',
      value: 'tokens',
      leak,
      generic: true,
      examples: ['{team:t-1}:tokens'],
    },
    {
      id: 'limit.parallel',
      pattern: '{{{kind}:{limited}}}:max_parallel_requests',
      type: 'zset',
      alsoTypes: ['string'],
      value: 'unix-s',
      ttl: renewed(3600),
      breaks: 'Requests that run are not counted, so that more may run at once.',
      examples: [`{api_key:${'5f2c'.repeat(16)}}:max_parallel_requests`],
    },
  ],
);

/** First version, still used with LEGACY_MULTI_INSTANCE_RATE_LIMITING. */
const first = familiesOf({ type: 'string', ttl: renewed(60), valueClass: 'operational', role: 'limiter', breaks: again }, [
  {
    id: 'limit.minute',
    pattern: '{limited}::{minute}::request_count',
    value: 'json',
    examples: [`${'5f2c'.repeat(16)}::2026-11-29-10-04::request_count`, 'ann::gpt-4o::2026-11-29-10-04::request_count'],
  },
  {
    id: 'limit.global',
    pattern: 'global_max_parallel_requests',
    value: 'count',
    examples: ['global_max_parallel_requests'],
  },
]);

const sessions = familiesOf({ type: 'string', ttl: once(3600), valueClass: 'operational', role: 'limiter' }, [
  {
    id: 'session.iterations',
    pattern: '{{session_iterations:{session}}}:count',
    value: 'requests',
    ttl: once(3600, 'LITELLM_MAX_ITERATIONS_TTL'),
    breaks: 'The session may send as many requests once more.',
    examples: ['{session_iterations:9b1c}:count'],
  },
  {
    id: 'session.agent-iterations',
    pattern: '{{agent_session_iterations:{session}}}:count',
    value: 'requests',
    ttl: once(3600, 'LITELLM_MAX_ITERATIONS_TTL'),
    breaks: 'The session may send as many requests once more.',
    examples: ['{agent_session_iterations:["a-1","9b1c"]}:count'],
  },
  {
    id: 'session.budget',
    pattern: '{{session_budget:{session}}}:spend',
    value: 'usd',
    ttl: once(3600, 'LITELLM_MAX_BUDGET_PER_SESSION_TTL'),
    breaks: 'The session may spend its budget once more.',
    examples: ['{session_budget:9b1c}:spend'],
  },
]);

const routerLeak = {
  seconds: 60,
  note: 'INCRBYFLOAT and EXPIRE are two commands; the name has no date, so that the same minute of the next day counts on',
} as const;

/** The name says hour and minute alone: without its TTL a counter goes on every day. */
const router = familiesOf({ type: 'string', ttl: renewed(60), valueClass: 'operational', role: 'counter' }, [
  {
    id: 'router.use',
    pattern: 'global_router:{deployment}:{model}:{what}:{clock}',
    value: 'count',
    leak: routerLeak,
    breaks: 'The router chooses a deployment without knowing the load of this minute.',
    examples: ['global_router:5d3e:azure/gpt-4o:tpm:05-21'],
  },
  {
    id: 'router.deployment',
    pattern: '{deployment}:{model}:{what}:{clock}',
    value: 'count',
    leak: routerLeak,
    breaks: 'A deployment may be used beyond its limit of this minute.',
    generic: true,
    examples: ['5d3e:gpt-4o:rpm:10-37'],
  },
  {
    id: 'router.group',
    pattern: '{group}:{what}:{clock}',
    value: 'json',
    breaks: 'A deployment may be used beyond its limit of this minute.',
    generic: true,
    examples: ['gpt-4o:rpm:05-21'],
  },
  {
    id: 'router.busy',
    pattern: '{group}_request_count',
    value: 'json',
    breaks: 'The router does not know which deployment is busy.',
    generic: true,
    examples: ['gpt-4o_request_count'],
  },
  {
    id: 'router.latency',
    pattern: '{group}_map',
    role: 'cache',
    value: 'json',
    ttl: renewed(3600),
    breaks: 'The router measures the latency of each deployment again.',
    generic: true,
    examples: ['gpt-4o_map'],
  },
  {
    id: 'router.cooldown',
    pattern: 'deployment:{deployment}:cooldown',
    role: 'marker',
    value: 'json',
    ttl: once(undefined, 'the cooldown, 5 s unless set'),
    breaks: 'A deployment that just failed gets requests again.',
    examples: ['deployment:5d3e:cooldown'],
  },
  {
    id: 'router.prompt-cache',
    pattern: 'deployment:{hash}:prompt_caching',
    role: 'cache',
    value: 'json',
    ttl: once(300),
    breaks: 'A conversation may move to another deployment, whose prompt cache is empty.',
    examples: [`deployment:${'9f86'.repeat(16)}:prompt_caching`],
  },
  {
    id: 'router.queue',
    pattern: 'scheduler:queue:{model}',
    role: 'queue',
    value: 'json',
    ttl: used(60),
    breaks: 'Requests that wait lose their order.',
    generic: true,
    examples: ['scheduler:queue:gpt-4o'],
  },
]);

export const limitFamilies = [...windows, ...first, ...sessions, ...router];
