/**
 * Rows of one chunk, so of one Express child and its inline Map: with ids and outcomes of 25 people a state stays far
 * below 256 KB, and a child that breaks takes 24 others with it.
 */
export const rowsPerChunk = 25;
