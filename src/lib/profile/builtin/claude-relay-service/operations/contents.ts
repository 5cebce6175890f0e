/**
 * Typical bytes of values: all fields of a hash as the server sends them, the text of a string, one element of a list or stream.
 * Means over a relay of 49 API keys and 926 lists of requests. Only for families whose field names and units do not give the size.
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
