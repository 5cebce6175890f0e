/** True for the error of a server that cannot read a payload: of a newer version, or with an unknown encoding. */
export const isPayloadRefusal = (message: string): boolean => /DUMP payload version or checksum|Bad data format/i.test(message);
