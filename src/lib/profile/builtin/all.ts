/** All built-in profiles, for callers that need every one. */
import { limiterLibraries } from '../limiter-libraries/index.js';
import type { Profile } from '../types.js';
import { aiecs } from './aiecs/index.js';
import { bull } from './bull/index.js';
import { bullmq } from './bullmq/index.js';
import { claudeCodeHub } from './claude-code-hub/index.js';
import { claudeRelayService } from './claude-relay-service/index.js';
import { litellm } from './litellm/index.js';
import { n8n } from './n8n/index.js';
import { newApi } from './new-api/index.js';
import { oneApi } from './one-api/index.js';
import { sub2api } from './sub2api/index.js';

export const allBuiltin: readonly Profile[] = [
  claudeRelayService,
  aiecs,
  newApi,
  oneApi,
  litellm,
  sub2api,
  claudeCodeHub,
  n8n,
  bullmq,
  bull,
  ...limiterLibraries,
];
