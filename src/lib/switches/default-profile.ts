/** The application whose switches are meant if none is named. */
export const DEFAULT_PROFILE = 'claude-relay-service';
