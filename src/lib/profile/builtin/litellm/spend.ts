import { familiesOf, renewed } from '../family-parts.js';

/**
 * INCRBYFLOAT and EXPIRE are two commands, so a counter may be left without a TTL. It is then never read from the database again,
 * and what was counted twice stays in it.
 */
const leak = {
  seconds: 60,
  note: 'INCRBYFLOAT and EXPIRE are two commands; once the counter has expired, it is read from the database again',
} as const;

const minute = renewed(60, 'the TTL of the cache, 60 s unless default_redis_ttl is set');
const period = renewed(undefined, 'the budget period; newer releases use the calendar period and an hour more');
const again = 'Nothing for long: the next request reads the sum from the database again.';

/** Running totals, which requests are refused by. The database has the bills. */
const totals = familiesOf({ type: 'string', value: 'usd', ttl: minute, valueClass: 'required', role: 'counter', leak }, [
  {
    id: 'spend.key',
    pattern: 'spend:key:{hash}',
    breaks: again,
    generic: true,
    examples: [`spend:key:${'5f2c'.repeat(16)}`],
  },
  {
    id: 'spend.key-window',
    pattern: 'spend:key:{hash}:window:{duration}',
    breaks: 'The budget window of the key starts from an older sum.',
    examples: [`spend:key:${'5f2c'.repeat(16)}:window:30d`],
  },
  { id: 'spend.team', pattern: 'spend:team:{team}', breaks: again, generic: true, examples: ['spend:team:t-1'] },
  {
    id: 'spend.team-window',
    pattern: 'spend:team:{team}:window:{duration}',
    breaks: 'The budget window of the team starts from an older sum.',
    generic: true,
    examples: ['spend:team:t-1:window:1d'],
  },
  {
    id: 'spend.member',
    pattern: 'spend:team_member:{user}:{team}',
    breaks: again,
    generic: true,
    examples: ['spend:team_member:ann:t-1', 'spend:team_member:oidc:ann:t-1'],
  },
  { id: 'spend.user', pattern: 'spend:user:{user}', breaks: again, generic: true, examples: ['spend:user:ann@example.com'] },
  { id: 'spend.organization', pattern: 'spend:org:{org}', breaks: again, generic: true, examples: ['spend:org:o-1'] },
  {
    id: 'spend.other',
    pattern: 'spend:{scope}:{name}',
    placeholders: { scope: { kind: 'segment', oneOf: ['end_user', 'tag', 'project', 'model_access_group'] } },
    breaks: 'The next sum of an end user or a tag may be too low, because it is read from a cached copy.',
    generic: true,
    examples: ['spend:end_user:cust-9', 'spend:tag:team:search', 'spend:project:p-1', 'spend:model_access_group:tier-a'],
  },
]);

/** Budgets by model, and of the router. */
const budgets = familiesOf(
  { type: 'string', valueClass: 'required', role: 'counter', ttl: period, leak: { ...leak, seconds: 86_400 } },
  [
    {
      id: 'model-spend',
      pattern: '{budget}:{subject}:{model}:{duration}',
      placeholders: {
        budget: {
          kind: 'segment',
          oneOf: ['virtual_key_spend', 'end_user_model_spend', 'user_model_spend', 'team_member_model_spend'],
        },
      },
      value: 'usd',
      breaks: 'The budget of that model begins anew.',
      examples: [`virtual_key_spend:${'5f2c'.repeat(16)}:gpt-4o:1d`, 'end_user_model_spend:cust-9:deepseek/r1:free:30d'],
    },
    {
      id: 'router-spend',
      pattern: '{budget}:{upstream}:{duration}',
      placeholders: { budget: { kind: 'segment', oneOf: ['provider_spend', 'deployment_spend', 'tag_spend'] } },
      value: 'usd',
      breaks: 'The budget of that provider, deployment or tag begins anew.',
      generic: true,
      examples: ['provider_spend:openai:1d', 'deployment_spend:5d3e:7d'],
    },
  ],
);

const starts = familiesOf({ type: 'string', value: 'unix-s', valueClass: 'operational', role: 'marker', ttl: period }, [
  {
    id: 'model-spend.start',
    pattern: 'virtual_key_budget_start_time:{hash}',
    breaks: 'The budget period of the key begins anew.',
    examples: [`virtual_key_budget_start_time:${'5f2c'.repeat(16)}`],
  },
  {
    id: 'router-spend.start',
    pattern: '{start}:{upstream}',
    placeholders: {
      start: {
        kind: 'segment',
        oneOf: ['provider_budget_start_time', 'deployment_budget_start_time', 'tag_budget_start_time'],
      },
    },
    breaks: 'The budget period begins anew.',
    generic: true,
    examples: ['provider_budget_start_time:openai'],
  },
]);

export const spend = [...totals, ...budgets, ...starts];
