/** The bytes of a text in UTF-8 as a string with one character for each byte, as key names and values are. */
export const byteString = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
