/** A port of 127.0.0.1 where nothing listens: that of TCPMUX, which no system runs. The tests' servers and all clients have ports above 1023. */
export const CLOSED_PORT = 1;
