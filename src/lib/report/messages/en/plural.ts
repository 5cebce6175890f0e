/** The plural of a title from a profile, such as API keys. */
export const several = (title: string): string => (title.endsWith('s') ? title : `${title}s`);
