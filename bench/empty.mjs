// What starting node costs by itself.
export {};
