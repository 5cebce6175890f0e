import type { Family } from '../../../types.js';
import { keyId, userId } from '../placeholders.js';
import { stays } from './ttl.js';

const money = { ttl: stays, grain: 'none', valueClass: 'secret', role: 'entity', since: '1.1.263' } as const;
const moneyIds = { ...money, type: 'set', value: 'id', role: 'index' } as const;

const cards: Family[] = [
  {
    ...money,
    id: 'quota-card',
    pattern: 'quota_card:{id}',
    type: 'hash',
    fields: {
      id: 'id',
      code: 'secret',
      type: 'text',
      quotaAmount: 'usd',
      timeAmount: 'count',
      timeUnit: 'text',
      status: 'text',
      createdBy: 'id',
      createdAt: 'iso-time',
      expiresAt: 'iso-time',
      note: 'text',
    },
    optionalFields: {
      redeemedBy: 'id',
      redeemedByUsername: 'id',
      redeemedApiKeyId: 'id',
      redeemedApiKeyName: 'text',
      redeemedAt: 'iso-time',
      revokedAt: 'iso-time',
      revokedBy: 'id',
      revokeReason: 'text',
    },
    breaks: 'The card can neither be redeemed nor accounted for.',
    examples: ['quota_card:04d1a884-9785-4692-96fc-9fc7fc52b54a'],
  },
  {
    ...money,
    id: 'quota-card.code',
    pattern: 'quota_card_code:{code}',
    type: 'string',
    value: 'id',
    breaks: 'The card cannot be redeemed.',
    examples: ['quota_card_code:CC_AAAA_BBBB_CCCC'],
  },
  {
    ...moneyIds,
    id: 'quota-card.all',
    pattern: 'quota_cards:all',
    breaks: 'The list of cards is empty.',
    examples: ['quota_cards:all'],
  },
  {
    ...moneyIds,
    id: 'quota-card.by-status',
    pattern: 'quota_cards:status:{status}',
    breaks: 'The list of cards cannot be filtered by state.',
    examples: ['quota_cards:status:unused', 'quota_cards:status:redeemed', 'quota_cards:status:revoked'],
  },
];

const redemptions: Family[] = [
  {
    ...money,
    id: 'redemption',
    pattern: 'redemption:{id}',
    type: 'hash',
    fields: {
      id: 'id',
      cardId: 'id',
      cardCode: 'secret',
      cardType: 'text',
      userId: 'id',
      username: 'id',
      apiKeyId: 'id',
      apiKeyName: 'text',
      quotaAdded: 'usd',
      timeAdded: 'count',
      timeUnit: 'text',
      beforeLimit: 'usd',
      afterLimit: 'usd',
      beforeExpiry: 'iso-time',
      afterExpiry: 'iso-time',
      timestamp: 'iso-time',
      status: 'text',
    },
    breaks: 'The financial record of a redeemed card is lost.',
    generic: true,
    examples: ['redemption:d1469964-4a14-450e-a3e3-af2f5f7de34c'],
  },
  {
    ...moneyIds,
    id: 'redemption.all',
    pattern: 'redemptions:all',
    breaks: 'The list of redeemed cards is empty.',
    generic: true,
    examples: ['redemptions:all'],
  },
  {
    ...moneyIds,
    id: 'redemption.by-user',
    pattern: 'redemptions:user:{id}',
    placeholders: { id: userId },
    breaks: 'A user no longer sees the cards that were redeemed.',
    generic: true,
    examples: ['redemptions:user:60c9cf85f3f71a1e43d684a7af347145'],
  },
  {
    ...moneyIds,
    id: 'redemption.by-key',
    pattern: 'redemptions:apikey:{id}',
    placeholders: { id: keyId },
    breaks: 'The cards redeemed for an API key are not found from the key.',
    generic: true,
    examples: ['redemptions:apikey:32992d7c-3c40-461f-aa62-66c7ec5dbd97'],
  },
];

/** Prepaid cards and their redemptions: financial records. */
export const quotaCards: Family[] = [...cards, ...redemptions];
