// Ids are random, so that the last character of one cuts the people into 32 equal parts; in 30 nights everybody has been
// compared, two parts being taken in each of the first two.
export const nightsOfRound = 30;

/** The digits of an id (Crockford's base 32), in order. */
const digits = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ');

/** The last characters of the accounts of one night of a round, from 0. */
export function slicesOfNight(night: number): string[] {
  return digits.filter((_, index) => index % nightsOfRound === night);
}
