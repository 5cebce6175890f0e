/** A generator for each application: what it writes, with the family of each key. */
import { claudeCodeHubKeys } from './claude-code-hub.js';
import { litellmKeys } from './litellm.js';
import {
  apisixKeys,
  bottleneckKeys,
  djangoKeys,
  expressKeys,
  flexibleKeys,
  goKeys,
  kongKeys,
  limitsKeys,
  upstashKeys,
} from './limiter-libraries.js';
import type { MadeKey } from './made-keys.js';
import { newApiKeys } from './new-api.js';
import { bullKeys, bullmqKeys, n8nKeys } from './queues.js';
import { sub2apiKeys } from './sub2api.js';

export const APPLICATIONS: readonly { name: string; keys: () => MadeKey[] }[] = [
  { name: 'new-api', keys: newApiKeys },
  { name: 'litellm', keys: litellmKeys },
  { name: 'sub2api', keys: sub2apiKeys },
  { name: 'claude-code-hub', keys: claudeCodeHubKeys },
  { name: 'n8n', keys: n8nKeys },
  { name: 'bullmq', keys: bullmqKeys },
  { name: 'bull', keys: bullKeys },
  { name: 'upstash-ratelimit', keys: upstashKeys },
  { name: 'rate-limiter-flexible', keys: flexibleKeys },
  { name: 'rate-limit-redis', keys: expressKeys },
  { name: 'redis-rate', keys: goKeys },
  { name: 'apisix', keys: apisixKeys },
  { name: 'kong', keys: kongKeys },
  { name: 'limits', keys: limitsKeys },
  { name: 'django-ratelimit', keys: djangoKeys },
  { name: 'bottleneck', keys: bottleneckKeys },
];
