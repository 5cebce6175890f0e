/**
 * The users that the documentation tells operators to create for commands that change or copy whole keys; PASSWORD is a
 * placeholder.
 */

/** All commands of a restore on a standalone server. */
export const RESTORE_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +client|setname +info +dbsize +eval +evalsha +watch +unwatch +multi +exec +discard' +
  ' +exists +type +pttl +dump +get +lrange +sismember +restore +pexpire +persist +unlink +set +incrby +hget +hmget +hset +hsetnx +hincrby +hdel +sadd +srem +rpush';

/** All commands of an export on a standalone server. */
export const EXPORT_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +client|setname +info +scan +dump +type +pttl +exists +hexists +hmget +lindex +getrange';

/** All commands of a prune and its undo by scripts on a standalone server; includes some commands of an audit. */
export const PRUNE_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +select +time +client|setname +info +config|get +scan +type +pttl +memory|usage' +
  ' +strlen +hlen +llen +scard +zcard +xlen +exists +hexists +sismember +lindex +getrange' +
  ' +dump +eval +evalsha +watch +unwatch +multi +exec +unlink +pexpireat +set +sscan +srem +sadd +lrange +ltrim +xrange +xinfo|groups +xtrim' +
  ' +hget +hmget +hset +hsetnx +hdel +pexpire +discard +get +restore +persist +rpush';

/** Additional commands of a rollup or a renaming. */
export const MIGRATE_RIGHTS = '+getrange +hmget +incrby +hincrby +rename';

/** Additional commands of `meter limits set`. */
export const LIMITS_RIGHTS = '+hget +hmget +hset +hdel +hincrby +incrby +type';

/** All commands of a repair and its undo on a standalone server. */
export const REPAIR_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +client|setname +info +dbsize +scan +type +pttl +exists +get +getrange +hscan +hmget +sscan +scard +sismember' +
  ' +zrange +zscore +lindex +hexists +eval +evalsha +watch +unwatch +multi +exec +discard +dump +time +set +incrby +hget +hset +hsetnx +hincrby +hdel +sadd +srem' +
  ' +zadd +zrem +pexpire +pexpireat +persist +unlink +restore';
