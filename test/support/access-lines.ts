/** The users that the documentation tells operators to create; PASSWORD is a placeholder. */

/** All commands of a full audit on a standalone server. */
export const FULL_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +select +client|setname +info +config|get +scan +type +pttl +memory|usage' +
  ' +strlen +hlen +llen +scard +zcard +xlen +exists +hexists +sismember +lindex +getrange';

/** For when INFO, CONFIG and MEMORY cannot be granted. */
export const DEGRADED_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +dbsize +scan +type +pttl +strlen +hlen +llen +scard +zcard +xlen +xinfo|stream +exists +lindex';

/** Additional commands for reading a cluster from its replicas. */
export const CLUSTER_RIGHTS = ['+cluster|slots', '+readonly'];
