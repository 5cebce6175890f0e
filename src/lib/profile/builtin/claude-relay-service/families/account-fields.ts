import type { Unit } from '../../../types.js';

type Fields = Record<string, Unit>;

/** Fields of every kind of account. */
export const accountFields: Fields = {
  id: 'id',
  name: 'text',
  description: 'text',
  accountType: 'text',
  isActive: 'flag',
  schedulable: 'flag',
  status: 'text',
  priority: 'count',
  createdAt: 'iso-time',
};

/** Fields that only some kinds, releases or states of an account have. */
export const accountOptionalFields: Fields = {
  platform: 'text',
  errorMessage: 'text',
  // Contains the user and the password of the proxy.
  proxy: 'secret',
  supportedModels: 'json',
  subscriptionExpiresAt: 'iso-time',
  lastUsedAt: 'iso-time',
  lastRefreshAt: 'iso-time',
  updatedAt: 'iso-time',
  disableAutoProtection: 'flag',
  disableTempUnavailable: 'flag',
  tempUnavailable503TtlSeconds: 'count',
  tempUnavailable5xxTtlSeconds: 'count',
  rateLimitStatus: 'text',
  rateLimitedAt: 'iso-time',
  rateLimitDuration: 'count',
  userAgent: 'text',
};

export const quotaFields: Fields = {
  dailyQuota: 'usd',
  dailyUsage: 'usd',
  lastResetDate: 'text',
  quotaResetTime: 'text',
  quotaStoppedAt: 'iso-time',
};

export const oauthFields: Fields = { accessToken: 'secret', refreshToken: 'secret', expiresAt: 'text', scopes: 'text' };

export const claudeFields: Fields = {
  ...oauthFields,
  expiresAt: 'unix-ms',
  email: 'secret',
  password: 'secret',
  claudeAiOauth: 'secret',
  subscriptionInfo: 'json',
  extInfo: 'json',
  autoStopOnWarning: 'flag',
  interceptWarmup: 'flag',
  maxConcurrency: 'count',
  useUnifiedUserAgent: 'flag',
  useUnifiedClientId: 'flag',
  unifiedClientId: 'secret',
  sessionWindowStart: 'iso-time',
  sessionWindowEnd: 'iso-time',
  lastRequestTime: 'iso-time',
};

export const geminiFields: Fields = {
  ...oauthFields,
  expiresAt: 'iso-time',
  geminiOauth: 'secret',
  oauthProvider: 'text',
  projectId: 'id',
  tempProjectId: 'id',
};

export const azureFields: Fields = {
  apiKey: 'secret',
  azureEndpoint: 'text',
  deploymentName: 'text',
  apiVersion: 'text',
  groupId: 'id',
  totalTokensUsed: 'tokens',
};

export const droidFields: Fields = {
  ...oauthFields,
  apiKeys: 'secret',
  apiKeyCount: 'count',
  apiKeyStrategy: 'text',
  authenticationMethod: 'text',
  endpointType: 'text',
  expiresIn: 'count',
  tokenType: 'text',
  userId: 'id',
  organizationId: 'id',
  owner: 'id',
  ownerName: 'id',
  ownerEmail: 'secret',
  ownerDisplayName: 'id',
};
