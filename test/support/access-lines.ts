/** The users that the documentation tells operators to make; PASSWORD stands for one. */

/** Everything that a full audit of a standalone server sends. */
export const FULL_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +select +client|setname +info +config|get +scan +type +pttl +memory|usage' +
  ' +strlen +hlen +llen +scard +zcard +xlen +exists +hexists +sismember +lindex +getrange';

/** Where INFO, CONFIG and MEMORY are not to be granted. */
export const DEGRADED_USER =
  'ACL SETUSER meter on >PASSWORD ~* -@all +ping +dbsize +scan +type +pttl +strlen +hlen +llen +scard +zcard +xlen +xinfo|stream +exists +lindex';

/** What a cluster read from its replicas takes besides. */
export const CLUSTER_RIGHTS = ['+cluster|slots', '+readonly'];
