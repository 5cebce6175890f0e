/**
 * Number of connections to one node that change keys by transactions at once. Each has its own note: if all wrote the same note,
 * WATCH of it would make their transactions fail. The number of a batch contains the lane: it is `LANES` times a count, plus the
 * lane.
 */
export const LANES = 8;

export const laneOf = (batch: number): number => batch % LANES;
