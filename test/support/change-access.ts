/** The users that the documentation tells operators to make for what changes or copies whole keys; PASSWORD stands for one. */

/** Everything that a restore sends to a standalone server. */
export const RESTORE_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +client|setname +info +dbsize +eval +evalsha +watch +unwatch +multi +exec +discard' +
  ' +exists +type +pttl +dump +get +lrange +sismember +restore +pexpire +persist +unlink +set +incrby +hget +hmget +hset +hsetnx +hincrby +hdel +sadd +srem +rpush';

/** Everything that an export sends to a standalone server. */
export const EXPORT_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +client|setname +info +scan +dump +pttl +exists +hexists +hmget +lindex +getrange';

/** Everything that a prune, and its undo, send to a standalone server by scripts; what an audit looks at is a part of it. */
export const PRUNE_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +select +time +client|setname +info +config|get +scan +type +pttl +memory|usage' +
  ' +strlen +hlen +llen +scard +zcard +xlen +exists +hexists +sismember +lindex +getrange' +
  ' +dump +eval +evalsha +watch +unwatch +multi +exec +unlink +pexpireat +set +sscan +srem +sadd +lrange +ltrim +xrange +xinfo|groups +xtrim' +
  ' +hget +hmget +hset +hsetnx +hdel +pexpire +discard +get +restore +persist +rpush';

/** What a rollup or a renaming sends besides. */
export const MIGRATE_RIGHTS = '+getrange +hmget +incrby +hincrby +rename';

/** Everything that a repair, and its undo, send to a standalone server. */
export const REPAIR_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +client|setname +info +dbsize +scan +type +pttl +exists +get +getrange +hscan +hmget +sscan +scard +sismember' +
  ' +zrange +zscore +lindex +hexists +eval +evalsha +watch +unwatch +multi +exec +discard +dump +time +set +incrby +hget +hset +hsetnx +hincrby +hdel +sadd +srem' +
  ' +zadd +zrem +pexpire +pexpireat +persist +unlink +restore';
