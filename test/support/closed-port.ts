/**
 * A port of 127.0.0.1 without a listener: that of TCPMUX, which no system runs. The tests' servers and all clients use ports
 * above 1023.
 */
export const CLOSED_PORT = 1;
