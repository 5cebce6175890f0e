/**
 * Bytes of what keys typically hold: of a hash all fields as the server sends them, of a string its text, of a list or stream one element.
 * Means over a relay of 49 API keys and 926 lists of requests, where the names of fields and the units of values do not tell.
 */
export const contents: Readonly<Record<string, number>> = {
  'api-key': 1460,
  'account.claude': 1450,
  'account.claude-console': 950,
  'account.ccr': 860,
  'account.openai-responses': 860,
  'usage.records': 780,
  'billing.events': 760,
  'client.headers': 360,
  'client.stainless-headers': 120,
  'session-mapping.claude': 84,
  'settings.service-rates': 165,
  'settings.relay': 764,
};
