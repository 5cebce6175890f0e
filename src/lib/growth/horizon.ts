/** No forecast looks farther. */
export const HORIZON_DAYS = 365;
