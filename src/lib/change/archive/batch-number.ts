/**
 * Connections of one node that change keys by transactions at once. Each has a note of its own, since WATCH of a note that all of them write would
 * make them refuse each other. The number of a batch tells which: it is `LANES` times a count, plus the lane.
 */
export const LANES = 8;

export const laneOf = (batch: number): number => batch % LANES;
