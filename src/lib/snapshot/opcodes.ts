/**
 * The bytes that announce the next item of a snapshot: operations from 242 on, value types below. Source: rdb.h of Redis 2.4 to
 * 8.10 and of Valkey 7.2 to 9.1, up to 8.6 checked against files of those servers; for Redis Enterprise the parser of librdb 2.2.
 */
export const OPCODE = {
  /** Redis Enterprise: last use of the next key, and slot of the following keys; one number each. */
  enterpriseLastUse: 107,
  enterpriseSlot: 121,
  /** Redis 8.10: field names that many hashes share. */
  hashTemplate: 242,
  /** Redis: metadata of modules for the next key. Valkey: state of a slot import. */
  keyMetaOrSlotImport: 243,
  slotInfo: 244,
  function2: 245,
  functionPreGa: 246,
  moduleAux: 247,
  idle: 248,
  frequency: 249,
  aux: 250,
  resizeDb: 251,
  expireMs: 252,
  expireSeconds: 253,
  selectDb: 254,
  end: 255,
} as const;

export const LOWEST_OPCODE = 242;

/** True for the Redis Enterprise operations, whose numbers are among those of the types. */
export const isEnterprise = (opcode: number): boolean => opcode === OPCODE.enterpriseLastUse || opcode === OPCODE.enterpriseSlot;

export const TYPE = {
  string: 0,
  list: 1,
  set: 2,
  /** Scores as text. */
  zsetText: 3,
  hash: 4,
  /** Scores as doubles. */
  zset: 5,
  modulePreGa: 6,
  module: 7,
  hashZipmap: 9,
  listZiplist: 10,
  setIntset: 11,
  zsetZiplist: 12,
  hashZiplist: 13,
  listQuicklist: 14,
  stream1: 15,
  hashListpack: 16,
  zsetListpack: 17,
  listQuicklist2: 18,
  stream2: 19,
  setListpack: 20,
  stream3: 21,
  /** Redis 7.4 release candidates; Valkey 9 uses this number for its own hash. */
  hashFieldTtlPreGa: 22,
  hashListpackTtlPreGa: 23,
  hashFieldTtl: 24,
  hashListpackTtl: 25,
  stream4: 26,
  /** Redis 8.8. */
  stream5: 27,
  array: 28,
  /** Redis 8.10: hashes whose field names are in a template; with the template itself, or with its number. */
  templateListpack: 29,
  templateListpackRef: 30,
  templateArray: 31,
  templateArrayRef: 32,
} as const;

/** Valkey 9: each field is followed by its expiry in milliseconds, -1 for none. */
export const VALKEY_HASH_FIELD_TTL = 22;

export const SUB_OPCODE = { end: 0, signed: 1, unsigned: 2, float: 3, double: 4, string: 5 } as const;

/** The newest format versions whose opcodes and types are all known. */
export const NEWEST = { REDIS: 16, VALKEY: 80 } as const;
