/** Several of what a profile names in the singular, such as API keys. */
export const several = (title: string): string => (title.endsWith('s') ? title : `${title}s`);
