/** How servers say that they cannot read a payload: of a newer version, or with an encoding that they do not have. */
export const isPayloadRefusal = (message: string): boolean => /DUMP payload version or checksum|Bad data format/i.test(message);
